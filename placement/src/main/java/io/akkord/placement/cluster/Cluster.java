package io.akkord.placement.cluster;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every device a run may use, in a fixed order that breaks the planner's ties.
 *
 * <p>A device is known by its place in {@link #devices}, counted over all nodes: meshes, layouts and schedules are made of
 * such numbers. Nodes may differ in everything; two of them talk over the fastest network that both have, and across
 * sites at no more than the pace of the line between the sites.
 */
public final class Cluster {

    private final String name;
    private final List<Node> nodes;
    private final @Nullable Link between;
    private final List<Device> devices;
    private final int[] nodeOf;

    /**
     * A cluster.
     *
     * @param name for people
     * @param nodes at least one, with at least one device between them
     * @param between the line between sites, shared by all that crosses it; null where all nodes stand in one
     * @throws IllegalArgumentException if there is no device, two share a name, or nodes cannot reach each other
     */
    public Cluster(String name, List<Node> nodes, @Nullable Link between) {
        this.name = name;
        this.nodes = List.copyOf(nodes);
        this.between = between;
        this.devices = nodes.stream().flatMap(node -> node.devices().stream()).toList();
        this.nodeOf = IntStream.range(0, nodes.size())
                .flatMap(node -> IntStream.generate(() -> node)
                        .limit(nodes.get(node).devices().size()))
                .toArray();
        check();
    }

    private void check() {
        var names = new HashSet<String>();
        for (Device device : devices) {
            if (!names.add(device.name())) {
                throw new IllegalArgumentException("two devices are called " + device.name());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a device");
        }
        var kinds = new ArrayList<Node>();
        for (Node node : nodes) {
            if (kinds.stream().noneMatch(node::isLike)) {
                kinds.add(node);
            }
        }
        for (Node a : kinds) {
            for (Node b : nodes) {
                if (a != b) {
                    link(a, b);
                }
            }
        }
    }

    /** This JVM alone: {@code devices} cores that share the machine's memory evenly. */
    public static Cluster embedded(int devices) {
        var machine = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return embedded(devices, machine.getTotalMemorySize() / Math.max(1, devices));
    }

    /** This JVM alone: {@code devices} cores of {@code memoryBytes} each, {@code node0/cpu0} and on. */
    public static Cluster embedded(int devices, long memoryBytes) {
        return embedded(devices, DeviceKind.core(memoryBytes));
    }

    /** This JVM alone: {@code devices} of one kind, {@code node0/cpu0} and on. */
    public static Cluster embedded(int devices, DeviceKind core) {
        var offer = new NodeOffer("node0", Collections.nCopies(devices, core));
        return new Cluster("embedded", List.of(offer.node(List.of())), null);
    }

    /**
     * What nodes offer a run.
     *
     * @param name for people
     * @param offers in the order in which plans prefer them
     * @param network between any two of them
     * @throws IllegalArgumentException if there is no device, or two nodes share a name
     */
    public static Cluster of(String name, List<NodeOffer> offers, Link network) {
        return new Cluster(
                name, offers.stream().map(offer -> offer.node(List.of(network))).toList(), null);
    }

    public String name() {
        return name;
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** All devices, node after node. */
    public List<Device> devices() {
        return devices;
    }

    /** The line between sites, if there is more than one. */
    public @Nullable Link between() {
        return between;
    }

    /** The place in {@link #nodes} of a device's node. */
    public int nodeOf(int device) {
        return nodeOf[device];
    }

    /** The devices of a mesh for people, a text for each run: {@code n0}, {@code n0..n3}, {@code n0/gpu0..n0/gpu3}. */
    public List<String> names(Mesh mesh) {
        return mesh.spans().stream()
                .map(span -> names(span.from(), span.to() - 1))
                .toList();
    }

    private String names(int first, int last) {
        boolean begins = first == 0 || nodeOf[first - 1] != nodeOf[first];
        boolean ends = last == nodeOf.length - 1 || nodeOf[last + 1] != nodeOf[last];
        boolean nodesAlone = begins && ends && devices.size() > nodes.size();
        String from = nodesAlone
                ? nodes.get(nodeOf[first]).name()
                : devices.get(first).name();
        String to =
                nodesAlone ? nodes.get(nodeOf[last]).name() : devices.get(last).name();
        return from.equals(to) ? from : from + ".." + to;
    }

    /** What bytes travel over from one device to another one; within a device, its memory. */
    public Link link(int from, int to) {
        Node a = nodes.get(nodeOf[from]);
        Node b = nodes.get(nodeOf[to]);
        if (from == to) {
            return new Link(Link.Kind.MEMORY, devices.get(from).kind().memoryBytesPerSecond(), 0);
        }
        return a == b ? a.inside() : link(a, b);
    }

    private Link link(Node a, Node b) {
        boolean apart = !a.site().equals(b.site());
        if (apart && between != null) {
            return a.network(b).map(between::joined).orElse(between);
        }
        return a.network(b)
                .orElseThrow(() -> new IllegalArgumentException("nodes " + a.name() + " and " + b.name()
                        + " share no network" + (apart ? " and no line" : "")));
    }

    /** The first nodes of this cluster, or with more like the last one behind them. */
    public Cluster withNodes(int count) {
        var some = new ArrayList<>(nodes.subList(0, Math.min(count, nodes.size())));
        while (some.size() < count) {
            Node last = nodes.getLast();
            String more = last.name() + "+" + (some.size() - nodes.size() + 1);
            var like = new ArrayList<Device>();
            for (int i = 0; i < last.devices().size(); i++) {
                like.add(new Device(more + "/" + i, last.devices().get(i).kind()));
            }
            some.add(new Node(more, last.site(), like, last.inside(), last.networks()));
        }
        return new Cluster(name, some, between);
    }

    @Override
    public String toString() {
        return name + ", " + nodes.size() + " nodes, " + devices.size() + " devices";
    }
}
