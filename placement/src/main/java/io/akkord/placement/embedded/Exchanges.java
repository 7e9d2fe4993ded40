package io.akkord.placement.embedded;

import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Group;
import io.akkord.placement.cost.Wiring;

/**
 * Seconds for which the ranks of a cut network wait for each other's numbers.
 *
 * <p>Every message wakes a device's thread, in one JVM as between two, so a wake-up is added to the latency of each link;
 * the links are the cluster's.
 *
 * @param tensor slices of a stage in a copy
 * @param data copies of a slice
 * @param hop from a stage to the next
 * @param stages of the pipeline
 */
record Exchanges(Group tensor, Group data, Link hop, int stages) {

    /** Two threads that take turns at a barrier: 5 us while they spin on an idle machine, several times that once parked. */
    private static final double WAKE_SECONDS = 30e-6;

    private static final Link NOWHERE = new Link(Link.Kind.MEMORY, Double.POSITIVE_INFINITY, 0);
    private static final Group ALONE = new Group(1, 1, NOWHERE, NOWHERE);

    /** A rank that is alone. */
    static final Exchanges NONE = new Exchanges(ALONE, ALONE, NOWHERE, 1);

    static Exchanges of(Wiring wiring, Parallelism cut) {
        return new Exchanges(woken(wiring.tensor()), woken(wiring.data()), woken(wiring.hop()), cut.pipeline());
    }

    /** Those between slices alone. */
    Exchanges ofSlices() {
        return new Exchanges(tensor, ALONE, NOWHERE, stages);
    }

    /** Those between slices and between stages. */
    Exchanges withinCopies() {
        return new Exchanges(tensor, ALONE, hop, stages);
    }

    private static Group woken(Group group) {
        return new Group(group.nodes(), group.members(), woken(group.inside()), woken(group.outside()));
    }

    private static Link woken(Link link) {
        return new Link(link.kind(), link.bytesPerSecond(), link.latencySeconds() + WAKE_SECONDS);
    }

    /** Until each slice has the sum of what all answered. */
    double sum(double bytes) {
        return tensor.allReduce(bytes);
    }

    /** Until each slice has what all hold, {@code bytes} in all. */
    double gather(double bytes) {
        return tensor.size() > 1 ? tensor.gather(bytes) : 0;
    }

    /** Until the next stage has what this one sends. */
    double hop(double bytes) {
        return hop.seconds(bytes);
    }

    /** Until every rank of a copy knows what its last stage's first slice found. */
    double answer(double bytes) {
        int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(stages - 1);
        return gather(bytes) + doublings * hop.seconds(bytes);
    }

    /**
     * Behind the last micro-batch of an update: gradients of all copies are summed, those of norms over the slices, those
     * of a tied embedding over the ends of the pipeline, and the norm of them all is agreed on. That the copies' sum starts
     * while the last micro-batch still goes back is not counted on: where a device is a core, it works on both.
     */
    double gradients(double copied, double replicated, double tied) {
        double ends = stages > 1 && tied > 0 ? 2 * hop.seconds(tied) : 0;
        return data.allReduce(copied) + sum(replicated) + ends + data.allReduce(Double.BYTES) + answer(Double.BYTES);
    }
}
