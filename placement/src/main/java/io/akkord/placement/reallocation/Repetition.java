package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Mesh.Span;
import io.akkord.placement.cluster.Paces;
import io.akkord.placement.cluster.Parallelism;

/**
 * Two layouts on fewer nodes, between which as much moves in each node.
 *
 * <p>With a factor of the copies of both taken away, every stage covers the same fraction of its mesh as before: each
 * node sends and receives as much, there are just fewer of them. That holds where all nodes are alike, stages begin with
 * a node and the meshes keep their place to each other; elsewhere nothing is taken away.
 *
 * @param times that the small pair repeats itself in the large one
 */
record Repetition(Layout from, Layout to, int times) {

    /** On fewer nodes an estimate would see lumps that many nodes even out. */
    private static final int LEAST_NODES = 8;

    /** On fewer nodes of a stage, too few would pass on what they have received. */
    private static final int LEAST_NODES_OF_A_STAGE = 8;

    static Repetition of(Layout from, Layout to, Paces paces) {
        int node = paces.largestNode();
        if (paces.makes() > 1 || !isAligned(from, node) || !isAligned(to, node)) {
            return new Repetition(from, to, 1);
        }
        int gap = distance(from, to);
        int common = gcd(gcd(repetitions(from, node), repetitions(to, node)), gap / node);
        int nodes = Math.max(from.mesh().size(), to.mesh().size()) / node;
        int times = common;
        int stage = to.parallelism().data() * to.parallelism().tensor() / node;
        while (times > 1
                && (common % times > 0 || nodes / times < LEAST_NODES || stage / times < LEAST_NODES_OF_A_STAGE)) {
            times--;
        }
        int first = Math.max(0, -gap) / times;
        return new Repetition(without(from, times, first), without(to, times, first + gap / times), times);
    }

    /** Whether a layout is on whole neighbouring nodes, and each stage of it. */
    private static boolean isAligned(Layout layout, int node) {
        Span span = layout.mesh().spans().getFirst();
        int stage = layout.parallelism().data() * layout.parallelism().tensor();
        return layout.mesh().spans().size() == 1 && span.from() % node == 0 && stage % node == 0;
    }

    /** From the one's first device to the other's; meshes that share no device may as well be next to each other. */
    private static int distance(Layout from, Layout to) {
        Span mine = from.mesh().spans().getFirst();
        Span theirs = to.mesh().spans().getFirst();
        return from.mesh().overlaps(to.mesh()) ? theirs.from() - mine.from() : mine.to() - mine.from();
    }

    private static int repetitions(Layout layout, int node) {
        int data = layout.parallelism().data();
        return gcd(data, data * layout.parallelism().tensor() / node);
    }

    private static Layout without(Layout layout, int times, int first) {
        Parallelism cut = layout.parallelism();
        return new Layout(
                Mesh.of(first, layout.mesh().size() / times),
                new Parallelism(cut.data() / times, cut.tensor(), cut.pipeline()));
    }

    private static int gcd(int a, int b) {
        return b == 0 ? Math.abs(a) : gcd(b, a % b);
    }
}
