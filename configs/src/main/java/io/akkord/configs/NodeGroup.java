package io.akkord.configs;

import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are alike, as a cluster file lists them.
 *
 * @param name of the node; where there are several they are numbered from 0
 * @param count of such nodes
 * @param site where they stand, null where all nodes of the file stand in one place
 * @param kind of their devices, the name of a device kind of the file
 * @param devices of each node
 * @param inside between two devices of a node
 * @param networks out of the node
 */
record NodeGroup(
        String name, int count, @Nullable String site, String kind, int devices, Link inside, List<Link> networks) {

    NodeGroup {
        positive("count", count);
        positive("devices", devices);
        networks = List.copyOf(networks);
        if (networks.stream().map(Link::kind).distinct().count() < networks.size()) {
            throw new IllegalArgumentException("networks must be of different kinds");
        }
        if (count > 1 && networks.isEmpty()) {
            throw new IllegalArgumentException("count must be 1 where no network leaves the node, was " + count);
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be at least 1, was " + value);
        }
    }

    /** A node of the file's, alone in its group. */
    static NodeGroup of(Node node) {
        List<String> kinds = node.devices().stream()
                .map(device -> device.kind().name())
                .distinct()
                .toList();
        if (kinds.size() != 1) {
            throw new IllegalArgumentException("node " + node.name() + " has devices of the kinds " + kinds
                    + "; a cluster file holds one kind a node");
        }
        String site = node.site().isEmpty() ? null : node.site();
        return new NodeGroup(
                node.name(), 1, site, kinds.getFirst(), node.devices().size(), node.inside(), node.networks());
    }

    /** Names of the nodes where there are {@code nodes} of them. */
    List<String> names(int nodes) {
        return nodes <= 1
                ? Collections.nCopies(nodes, name)
                : IntStream.range(0, nodes).mapToObj(i -> name + i).toList();
    }

    /** One of the nodes with its first {@code offered} devices. */
    Node node(String called, DeviceKind device, int offered) {
        return new Node(
                called,
                site == null ? "" : site,
                IntStream.range(0, offered)
                        .mapToObj(i -> new Device(called + "/" + i, device))
                        .toList(),
                inside,
                networks);
    }
}
