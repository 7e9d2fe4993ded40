package io.akkord.placement.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How fast bytes go within and between the nodes of a cluster, looked up in nanoseconds.
 *
 * <p>As fast as collectives get a link, which is the share of its peak that the slower make of device reaches. Nodes that
 * are alike share an entry, so the table stays small however many nodes there are.
 */
public final class Paces {

    private final int[] nodeOf;
    private final int[] makeOf;
    private final int largestNode;
    private final Pace[] inside;
    private final @Nullable Pace[][] between;

    /**
     * The pace from one node to another, or inside one.
     *
     * @param secondsPerByte of all devices of a node together where it is left, of one device inside
     * @param deviceSecondsPerByte of one device, which reaches the cards of its node over its own bus
     * @param latencySeconds of a message
     * @param lineSecondsPerByte of all that crosses the line between sites, 0 where it is not crossed
     */
    public record Pace(
            double secondsPerByte, double deviceSecondsPerByte, double latencySeconds, double lineSecondsPerByte) {}

    /** Looks up every pair of unlike nodes once. */
    public Paces(Cluster cluster) {
        List<Node> nodes = cluster.nodes();
        nodeOf = new int[cluster.devices().size()];
        makeOf = new int[nodes.size()];
        List<Node> makes = makes(nodes);
        largestNode =
                makes.stream().mapToInt(node -> node.devices().size()).max().orElse(0);
        inside = makes.stream().map(Paces::inside).toArray(Pace[]::new);
        between = new Pace[makes.size()][makes.size()];
        var samples = new int[makes.size()][2];
        var seen = new int[makes.size()];
        for (int device = 0; device < nodeOf.length; device++) {
            int node = cluster.nodeOf(device);
            nodeOf[device] = node;
            int make = makeOf[node];
            if (seen[make] == 0 || (seen[make] == 1 && node != nodeOf[samples[make][0]])) {
                samples[make][seen[make]++] = device;
            }
        }
        for (int a = 0; a < makes.size(); a++) {
            for (int b = 0; b < makes.size(); b++) {
                if (seen[a] > 0 && seen[b] > 0 && (a != b || seen[a] > 1)) {
                    Link link = cluster.link(samples[a][0], samples[b][a == b ? 1 : 0]);
                    between[a][b] = between(makes.get(a), makes.get(b), link, cluster.between());
                }
            }
        }
    }

    private List<Node> makes(List<Node> nodes) {
        var makes = new ArrayList<Node>();
        for (int i = 0; i < nodes.size(); i++) {
            int make = 0;
            while (make < makes.size() && !makes.get(make).isLike(nodes.get(i))) {
                make++;
            }
            if (make == makes.size()) {
                makes.add(nodes.get(i));
            }
            makeOf[i] = make;
        }
        return makes;
    }

    private static Pace inside(Node node) {
        double pace = 1 / (node.inside().bytesPerSecond() * networkShare(node));
        return new Pace(pace, pace, node.inside().latencySeconds(), 0);
    }

    private static Pace between(Node a, Node b, Link link, @Nullable Link line) {
        double pace = 1 / (link.bytesPerSecond() * Math.min(networkShare(a), networkShare(b)));
        double bus = Math.min(least(a, DeviceKind::hostBytesPerSecond), least(b, DeviceKind::hostBytesPerSecond));
        double crossing = line == null || a.site().equals(b.site()) ? 0 : 1 / line.bytesPerSecond();
        return new Pace(pace, Math.max(pace, 1 / bus), link.latencySeconds(), crossing);
    }

    private static double networkShare(Node node) {
        return least(node, kind -> kind.efficiency().network());
    }

    private static double least(Node node, ToDoubleFunction<DeviceKind> number) {
        return node.devices().stream()
                .map(Device::kind)
                .mapToDouble(number)
                .min()
                .orElse(1);
    }

    /** Devices in all. */
    public int devices() {
        return nodeOf.length;
    }

    /** Devices of the largest node. */
    public int largestNode() {
        return largestNode;
    }

    /** How many makes of nodes there are. */
    public int makes() {
        return inside.length;
    }

    /** The place of a device's node in {@link Cluster#nodes}. */
    public int nodeOf(int device) {
        return nodeOf[device];
    }

    /** The make of a device's node. */
    public int makeOf(int device) {
        return makeOf[nodeOf[device]];
    }

    /** Between two nodes that have devices. */
    public Pace pace(int fromNode, int toNode) {
        Pace pace = fromNode == toNode ? inside[makeOf[fromNode]] : between[makeOf[fromNode]][makeOf[toNode]];
        if (pace == null) {
            throw new IllegalArgumentException("nodes " + fromNode + " and " + toNode + " are not linked");
        }
        return pace;
    }
}
