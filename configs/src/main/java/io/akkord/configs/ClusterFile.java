package io.akkord.configs;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its file holds it: makes of devices once, nodes in groups.
 *
 * @param deviceKinds what the nodes' devices can be
 * @param nodes in the order in which plans prefer them
 * @param between the line between sites, null where there is one site
 */
record ClusterFile(
        List<DeviceKind> deviceKinds,
        List<NodeGroup> nodes,
        @Nullable Link between) {

    ClusterFile {
        deviceKinds = List.copyOf(deviceKinds);
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("nodes must name at least one group of nodes");
        }
    }

    /** What a file must hold to read as that cluster, but for the names of its devices. */
    static ClusterFile of(Cluster cluster) {
        return new ClusterFile(
                cluster.devices().stream()
                        .map(device -> device.kind())
                        .distinct()
                        .toList(),
                cluster.nodes().stream().map(NodeGroup::of).toList(),
                cluster.between());
    }

    /** As many nodes of each group as the file says. */
    Cluster cluster(String name) {
        return cluster(name, nodes.stream().map(NodeGroup::count).toList(), Integer.MAX_VALUE);
    }

    /**
     * A cluster of the same make.
     *
     * @param counts nodes of each group
     * @param offered devices that a node offers at most
     */
    Cluster cluster(String name, List<Integer> counts, int offered) {
        Map<String, DeviceKind> kinds =
                deviceKinds.stream().collect(Collectors.toMap(DeviceKind::name, Function.identity()));
        var made = new ArrayList<Node>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeGroup group = nodes.get(i);
            DeviceKind kind = kinds.get(group.kind());
            if (kind == null) {
                throw new IllegalStateException("unchecked kind " + group.kind());
            }
            for (String node : group.names(counts.get(i))) {
                made.add(group.node(node, kind, Math.min(offered, group.devices())));
            }
        }
        return new Cluster(name, made, between);
    }
}
