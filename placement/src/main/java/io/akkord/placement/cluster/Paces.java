package io.akkord.placement.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast bytes go within and between the nodes of a cluster, looked up in nanoseconds.
 *
 * <p>Nodes that are alike share an entry, so the table stays small however many nodes there are.
 */
public final class Paces {

    private final int[] nodeOf;
    private final int[] makeOf;
    private final int largestNode;
    private final double[] insideSecondsPerByte;
    private final double[] insideLatencySeconds;
    private final double[][] secondsPerByte;
    private final double[][] latencySeconds;
    private final boolean[][] apart;
    private final double lineSecondsPerByte;

    /** Looks up every pair of unlike nodes once. */
    public Paces(Cluster cluster) {
        int devices = cluster.devices().size();
        List<Node> nodes = cluster.nodes();
        nodeOf = new int[devices];
        makeOf = new int[nodes.size()];
        List<Node> makes = makes(nodes);
        largestNode =
                makes.stream().mapToInt(node -> node.devices().size()).max().orElse(0);
        insideSecondsPerByte = makes.stream()
                .mapToDouble(node -> 1 / node.inside().bytesPerSecond())
                .toArray();
        insideLatencySeconds = makes.stream()
                .mapToDouble(node -> node.inside().latencySeconds())
                .toArray();
        secondsPerByte = new double[makes.size()][makes.size()];
        latencySeconds = new double[makes.size()][makes.size()];
        apart = new boolean[makes.size()][makes.size()];
        var samples = new int[makes.size()][2];
        var seen = new int[makes.size()];
        for (int device = 0; device < devices; device++) {
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
                    secondsPerByte[a][b] = 1 / link.bytesPerSecond();
                    latencySeconds[a][b] = link.latencySeconds();
                    apart[a][b] = !makes.get(a).site().equals(makes.get(b).site());
                }
            }
        }
        Link line = cluster.between();
        lineSecondsPerByte = line == null ? 0 : 1 / line.bytesPerSecond();
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

    /** Devices of the largest node. */
    public int largestNode() {
        return largestNode;
    }

    /** How many makes of nodes there are. */
    public int makes() {
        return secondsPerByte.length;
    }

    /** The place of a device's node in {@link Cluster#nodes}. */
    public int nodeOf(int device) {
        return nodeOf[device];
    }

    /** The make of a device's node. */
    public int makeOf(int device) {
        return makeOf[nodeOf[device]];
    }

    /** From one node to another, or inside one. */
    public double secondsPerByte(int fromNode, int toNode) {
        return fromNode == toNode
                ? insideSecondsPerByte[makeOf[fromNode]]
                : secondsPerByte[makeOf[fromNode]][makeOf[toNode]];
    }

    /** Of a message from one node to another, or inside one. */
    public double latencySeconds(int fromNode, int toNode) {
        return fromNode == toNode
                ? insideLatencySeconds[makeOf[fromNode]]
                : latencySeconds[makeOf[fromNode]][makeOf[toNode]];
    }

    /** What bytes between the nodes take of the line between sites, 0 where they stand in one. */
    public double lineSecondsPerByte(int fromNode, int toNode) {
        return apart[makeOf[fromNode]][makeOf[toNode]] ? lineSecondsPerByte : 0;
    }
}
