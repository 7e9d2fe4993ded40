package io.akkord.actors.run;

import io.akkord.actors.cluster.RunNode;
import io.akkord.configs.PlanSettings;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import java.util.List;

/** The nodes of a run as a planner sees them. */
final class NodeCluster {

    /** Loopback and 10 Gbit/s alike: what one connection carries with checksums, and what a message takes. */
    private static final Link NETWORK = new Link(Link.Kind.ETHERNET, 1.2e9, 1.5e-4);

    private NodeCluster() {}

    /** Cores as fast as the experiment's machine file says; a lone node keeps the names of an embedded run. */
    static Cluster of(List<RunNode> nodes, PlanSettings plan) {
        if (nodes.size() == 1) {
            return plan.embedded(nodes.getFirst().devices().size());
        }
        return new Cluster(
                "cluster", nodes.stream().map(node -> node(node, plan)).toList(), null);
    }

    private static Node node(RunNode node, PlanSettings plan) {
        Node alike = plan.embedded(node.devices().size()).nodes().getFirst();
        DeviceKind kind = alike.devices().getFirst().kind();
        List<Device> devices = node.devices().stream()
                .map(offer -> new Device(offer.name(), kind))
                .toList();
        return new Node(node.name(), "", devices, alike.inside(), List.of(NETWORK));
    }
}
