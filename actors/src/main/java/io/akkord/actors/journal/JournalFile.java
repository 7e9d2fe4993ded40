package io.akkord.actors.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The H2 file that holds the journal of one run, {@code journal/events.mv.db} in its directory.
 *
 * <p>{@code WRITE_DELAY=0} makes an acknowledged event survive a kill, which H2's default does not. {@code
 * DB_CLOSE_ON_EXIT=FALSE} keeps H2's shutdown hook from closing the file under a run that is saving its last boundary.
 * One process at a time: a second one is told so.
 */
public final class JournalFile {

    private static final int ALREADY_OPEN = 90_020;

    private final Path runDirectory;
    private final String url;

    private JournalFile(Path runDirectory, String url) {
        this.runDirectory = runDirectory;
        this.url = url;
    }

    /**
     * Creates the file where it is missing, and its tables.
     *
     * @throws UserError if another process has it open, or H2 cannot name the directory
     */
    public static JournalFile open(Path runDirectory) {
        Path file = runDirectory.toAbsolutePath().normalize().resolve("journal").resolve("events");
        if (file.toString().contains(";")) {
            throw new UserError("the run directory " + runDirectory
                    + " has a semicolon in its name, which the journal's database cannot open; choose another name");
        }
        var journal = new JournalFile(
                runDirectory, "jdbc:h2:file:" + file + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        journal.createTables();
        return journal;
    }

    public String url() {
        return url;
    }

    /** Akka persistence in this file. */
    public Config akka() {
        return ConfigFactory.empty()
                .withValue(
                        "akka-persistence-jdbc.shared-databases.slick.db.url",
                        ConfigValueFactory.fromAnyRef(url, "the journal of " + runDirectory))
                .withFallback(ConfigFactory.parseResources(JournalFile.class, "journal.conf"));
    }

    private void createTables() {
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(schema());
        } catch (SQLException e) {
            if (e.getErrorCode() == ALREADY_OPEN) {
                throw new UserError(
                        "the journal in " + runDirectory
                                + " is open in another process; stop that one, or choose a directory of its own",
                        e);
            }
            throw new UserError(
                    "the journal of " + runDirectory + " cannot be opened, it is damaged or the disk is full ("
                            + e.getMessage() + "); free some space, or start a new run from its newest checkpoint",
                    e);
        }
    }

    private static String schema() {
        try (InputStream in = Objects.requireNonNull(JournalFile.class.getResourceAsStream("journal.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
