package io.akkord.placement.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a node offers a run: its devices, by kind.
 *
 * <p>They are called after their node and counted, {@code node-a/cpu0} and on for cores of the host, {@code node-a/gpu0}
 * and on for others. Between them bytes go at the pace of the slowest one's memory.
 *
 * @param name of the node, unique in its cluster
 * @param devices at least one, in the order in which plans prefer them
 */
public record NodeOffer(String name, List<DeviceKind> devices) {

    public NodeOffer {
        devices = List.copyOf(devices);
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("node " + name + " offers no device");
        }
    }

    /** The node, with what leaves it. */
    Node node(List<Link> networks) {
        var named = new ArrayList<Device>();
        int cores = 0;
        for (DeviceKind kind : devices) {
            int place = kind.isCore() ? cores++ : named.size() - cores;
            named.add(new Device(name + (kind.isCore() ? "/cpu" : "/gpu") + place, kind));
        }
        DeviceKind slowest = devices.stream()
                .min(Comparator.comparingDouble(DeviceKind::memoryBytesPerSecond))
                .orElseThrow();
        var inside = new Link(Link.Kind.MEMORY, slowest.memoryBytesPerSecond(), 0);
        return new Node(name, "", named, inside, networks);
    }
}
