package io.akkord.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.akkord.actors.journal.JournalFile;
import java.util.List;
import java.util.Map;

/**
 * Akka's settings, built here and nowhere else.
 *
 * <p>An {@code application.conf} on the class path is left alone: it belongs to the program that embeds us, as its Akka
 * may. System properties still win, for experiments.
 */
public final class NodeConfig {

    /** The role of members that offer devices. */
    public static final String NODE_ROLE = "node";

    private NodeConfig() {}

    /** A cluster of this JVM alone, on a free port of the loopback, without a journal. */
    public static Config embedded() {
        return complete(ConfigFactory.empty(), "embedded.conf");
    }

    /** A cluster of this JVM alone that persists in the journal of one run. */
    public static Config embedded(JournalFile journal) {
        return complete(journal.akka(), "embedded.conf");
    }

    /**
     * A member of a cluster of several JVMs.
     *
     * @param at where it listens
     * @param roles what it is for: {@link #NODE_ROLE} and others
     */
    public static Config member(Endpoint at, List<String> roles) {
        Config own = ConfigFactory.parseMap(Map.of(
                "akka.remote.artery.canonical.hostname", at.host(),
                "akka.remote.artery.canonical.port", at.port(),
                "akka.cluster.roles", roles));
        return complete(own, "member.conf");
    }

    private static Config complete(Config first, String kind) {
        return ConfigFactory.defaultOverrides()
                .withFallback(first)
                .withFallback(ConfigFactory.parseResources(NodeConfig.class, kind))
                .withFallback(ConfigFactory.parseResources(NodeConfig.class, "akka.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
