package io.akkord.actors.cluster;

import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A run as the nodes of a cluster hear of it: the experiment as text, and what they must agree on to understand it.
 *
 * @param id no other run's, on any cluster
 * @param version of Akkord
 * @param wire the fingerprint of the run's wire table
 * @param text the experiment, with every default
 * @param digest of the experiment as whoever ordered the run understands it
 */
public record RunOrder(String id, String version, String wire, String text, String digest) {

    /** Much more does not fit into a message. */
    private static final int MOST_CHARACTERS = 200_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The order of a new run.
     *
     * @throws UserError if the experiment's text is too long for a message
     */
    public static RunOrder of(Experiment experiment, String wire) {
        if (experiment.text().length() > MOST_CHARACTERS) {
            throw new UserError("the experiment " + experiment.name() + " is "
                    + experiment.text().length() + " characters long with all its defaults, and nodes take at most "
                    + MOST_CHARACTERS + "; move what is long in it to a file");
        }
        String id = experiment.name() + "-" + HexFormat.of().toHexDigits(RANDOM.nextLong());
        return new RunOrder(id, NodeSystem.VERSION, wire, experiment.text(), digest(experiment));
    }

    /**
     * The experiment, as this JVM understands the text.
     *
     * @throws UserError if it does not, or understands something else
     */
    Experiment rebuilt() {
        Experiment experiment = ExperimentReader.readText(text, "the experiment of run " + id);
        if (!digest(experiment).equals(digest)) {
            throw new UserError("it reads another experiment out of the text of run " + id
                    + " than the run does: the two differ in their defaults; start both from the same build");
        }
        return experiment;
    }

    private static String digest(Experiment experiment) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(experiment.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
