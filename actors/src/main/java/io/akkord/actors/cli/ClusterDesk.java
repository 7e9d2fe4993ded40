package io.akkord.actors.cli;

import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.jobs.DeskClient;
import io.akkord.actors.run.Messages;
import picocli.CommandLine.Option;

/** The option of every command that talks to a cluster's desk. */
final class ClusterDesk {

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where a node of the cluster listens.")
    private String cluster = "";

    DeskClient open() {
        return DeskClient.open(Endpoint.parse(cluster, "--cluster"), Messages.TABLE);
    }

    @Override
    public String toString() {
        return cluster;
    }
}
