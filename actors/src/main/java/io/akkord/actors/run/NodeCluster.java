package io.akkord.actors.run;

import io.akkord.actors.cluster.RunNode;
import io.akkord.configs.PlanSettings;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.NodeOffer;
import java.util.Collections;
import java.util.List;

/** The nodes of a run as a planner sees them. */
final class NodeCluster {

    private NodeCluster() {}

    /** Cores as fast as the experiment's machine file says; a lone node is what an embedded run has. */
    static Cluster of(List<RunNode> nodes, PlanSettings plan) {
        if (nodes.size() == 1) {
            return plan.embedded(nodes.getFirst().devices().size());
        }
        DeviceKind core = plan.embedded(1).devices().getFirst().kind();
        List<NodeOffer> offers = nodes.stream()
                .map(node -> new NodeOffer(
                        node.name(), Collections.nCopies(node.devices().size(), core)))
                .toList();
        return Cluster.of("cluster", offers, Link.LOOPBACK);
    }
}
