package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.ModelShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What moving a network costs in ReaL (Mei et al. 2024), to the microsecond: broadcasts on a fictitious cluster.
 *
 * <p>For comparison only. Each shard goes by one broadcast from a holder to all that need it, whether they have it or
 * not; links are of two fixed speeds; both layouts are put on one row of devices whatever their meshes, the first at its
 * start and the second at its end. {@link Reallocation} is what we plan with.
 */
public final class BroadcastReallocation {

    private static final int DEVICES_PER_NODE = 8;
    private static final double BITS_PER_NUMBER = 16;
    private static final double GIBI = 1L << 30;
    private static final double BITS_PER_SECOND_INSIDE = 1800 * GIBI;
    private static final double BITS_PER_SECOND_BETWEEN = 200 * GIBI;
    private static final double SECONDS_TO_RECEIVE = 0.03;
    private static final double MICROSECONDS = 1e6;

    private final long[] matrices;
    private final long[] norms;

    private record Send(int rank, double seconds) {}

    /** Reads the weights of the embedding, each block, and the head with the final norm. */
    public BroadcastReallocation(ModelShape shape) {
        int layers = shape.layers();
        matrices = new long[layers + 2];
        norms = new long[layers + 2];
        Arrays.fill(matrices, 1, layers + 1, shape.blockMatrices());
        Arrays.fill(norms, 1, layers + 1, 2 * shape.normParameters());
        matrices[0] = shape.embeddingParameters();
        norms[layers] += shape.normParameters();
        matrices[layers + 1] = shape.headParameters();
    }

    /**
     * Seconds between two cuts, in whole microseconds.
     *
     * @throws IllegalArgumentException if neither number of tensor slices divides the other
     */
    public long microseconds(Parallelism from, Parallelism to) {
        int most = Math.max(from.tensor(), to.tensor());
        if (most % Math.min(from.tensor(), to.tensor()) != 0) {
            throw new IllegalArgumentException("tensor slices of " + from + " and " + to + " do not divide each other");
        }
        int[] fromBounds = StagePartition.bounds(weights(), from.pipeline());
        int[] toBounds = StagePartition.bounds(weights(), to.pipeline());
        int world = Math.max(from.ranks(), to.ranks());
        var busy = new double[world];
        var sends = new ArrayList<Send>();
        for (int i = 0; i < from.pipeline(); i++) {
            for (int j = 0; j < to.pipeline(); j++) {
                int first = Math.max(fromBounds[i], toBounds[j]);
                int end = Math.min(fromBounds[i + 1], toBounds[j + 1]);
                if (first < end) {
                    double numbers = numbers(first, end, most);
                    for (int piece = 0; piece < most; piece++) {
                        int[] senders = ranks(from, i, piece * from.tensor() / most, 0);
                        int[] receivers = ranks(to, j, piece * to.tensor() / most, world - to.ranks());
                        broadcast(senders, receivers, numbers, busy, sends);
                    }
                }
            }
        }
        // The original adds in this order; another one rounds some costs to the next microsecond.
        sends.forEach(send -> busy[send.rank()] += send.seconds());
        return (long) (Arrays.stream(busy).max().orElseThrow() * MICROSECONDS);
    }

    private long[] weights() {
        return IntStream.range(0, matrices.length)
                .mapToLong(i -> matrices[i] + norms[i])
                .toArray();
    }

    private double numbers(int first, int end, int pieces) {
        double numbers = 0;
        for (int layer = first; layer < end; layer++) {
            numbers += (double) matrices[layer] / pieces + norms[layer];
        }
        return numbers;
    }

    /** All copies of one shard. */
    private static int[] ranks(Parallelism cut, int stage, int slice, int offset) {
        return IntStream.range(0, cut.data())
                .map(copy -> offset + cut.rank(stage, copy, slice))
                .toArray();
    }

    private static void broadcast(int[] senders, int[] receivers, double numbers, double[] busy, List<Send> sends) {
        int helper = leastLoadedNode(senders, receivers);
        for (int node : nodes(senders)) {
            List<Integer> served = new ArrayList<>();
            for (int receiver : receivers) {
                int home = receiver / DEVICES_PER_NODE;
                boolean alone = Arrays.stream(senders).noneMatch(sender -> sender / DEVICES_PER_NODE == home);
                if (home == node || (alone && node == helper)) {
                    served.add(receiver);
                }
            }
            if (!served.isEmpty()) {
                charge(sender(senders, receivers, node), served, numbers, busy, sends);
            }
        }
    }

    /** The node that serves all nodes without a holder: the first one that does not serve itself, else the first. */
    private static int leastLoadedNode(int[] senders, int[] receivers) {
        int[] nodes = nodes(senders);
        return Arrays.stream(nodes)
                .filter(node -> Arrays.stream(receivers).noneMatch(receiver -> receiver / DEVICES_PER_NODE == node))
                .findFirst()
                .orElse(nodes[0]);
    }

    private static int[] nodes(int[] ranks) {
        return Arrays.stream(ranks)
                .map(rank -> rank / DEVICES_PER_NODE)
                .distinct()
                .toArray();
    }

    /** A holder on the node that is also a receiver, if there is one, else the first. */
    private static int sender(int[] senders, int[] receivers, int node) {
        int[] here = Arrays.stream(senders)
                .filter(sender -> sender / DEVICES_PER_NODE == node)
                .toArray();
        return Arrays.stream(here)
                .filter(sender -> Arrays.stream(receivers).anyMatch(receiver -> receiver == sender))
                .findFirst()
                .orElse(here[0]);
    }

    private static void charge(int sender, List<Integer> receivers, double numbers, double[] busy, List<Send> sends) {
        int home = sender / DEVICES_PER_NODE;
        long nodes = receivers.stream()
                .map(receiver -> receiver / DEVICES_PER_NODE)
                .distinct()
                .count();
        boolean inside = receivers.stream().allMatch(receiver -> receiver / DEVICES_PER_NODE == home);
        double bits = numbers * BITS_PER_NUMBER;
        double seconds = inside ? bits / BITS_PER_SECOND_INSIDE : bits / BITS_PER_SECOND_BETWEEN * nodes;
        for (int receiver : receivers) {
            busy[receiver] += receiver == sender ? 0 : seconds;
            busy[receiver] += SECONDS_TO_RECEIVE;
        }
        if (receivers.stream().anyMatch(receiver -> receiver != sender)) {
            sends.add(new Send(sender, seconds));
        }
    }
}
