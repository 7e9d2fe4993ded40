package io.akkord.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.akkord.actors.journal.JournalFile;

/**
 * Akka's settings, built here and nowhere else.
 *
 * <p>An {@code application.conf} on the class path is left alone: it belongs to the program that embeds us, as its Akka
 * may. System properties still win, for experiments.
 */
public final class NodeConfig {

    private NodeConfig() {}

    /** A cluster of this JVM alone, on a free port of the loopback, without a journal. */
    public static Config embedded() {
        return complete(ConfigFactory.empty());
    }

    /** A cluster of this JVM alone that persists in the journal of one run. */
    public static Config embedded(JournalFile journal) {
        return complete(journal.akka());
    }

    private static Config complete(Config first) {
        return ConfigFactory.defaultOverrides()
                .withFallback(first)
                .withFallback(ConfigFactory.parseResources(NodeConfig.class, "embedded.conf"))
                .withFallback(ConfigFactory.parseResources(NodeConfig.class, "akka.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
