package io.akkord.placement.embedded;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Pricing;
import io.akkord.placement.cost.Software;
import io.akkord.placement.cost.Work;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import io.akkord.placement.reallocation.Reallocation;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What travels over a cluster: between the ranks of a cut network, from layout to layout, from step to step. */
final class Journeys {

    /**
     * Of a move or a fetch, beside its bytes: messages to the ranks and back, and the tensors made anew. An ask between two
     * nodes takes 1 to 2 ms; a refit asks twice.
     */
    private static final double REFIT_SECONDS = 5e-3;

    /** A token's id, its mask and two numbers about it. */
    private static final int COLUMN_BYTES_PER_TOKEN = 32;

    private static final Storage FLOAT32 = Storage.whole(Precision.FLOAT32);

    private final Cluster cluster;
    private final Pricing pricing;
    private final Software software;
    private final Map<Role, Reallocation> reallocations = new EnumMap<>(Role.class);
    private final Optional<Link> farthest;

    Journeys(Cluster cluster, Map<Role, ModelShape> shapes, boolean shardedOptimizer) {
        this.cluster = cluster;
        this.pricing = new Pricing(cluster, FLOAT32);
        this.software = new Software(shardedOptimizer, false, true, true);
        shapes.forEach(
                (role, shape) -> reallocations.put(role, new Reallocation(cluster, shape, FLOAT32.weightBytes())));
        this.farthest = farthest(cluster);
    }

    /** The slowest link from the first node to another; empty where there is one node. */
    private static Optional<Link> farthest(Cluster cluster) {
        Link slowest = null;
        for (int device = 1; device < cluster.devices().size(); device++) {
            if (cluster.nodeOf(device) != cluster.nodeOf(device - 1)) {
                Link link = cluster.link(0, device);
                slowest = slowest == null || link.bytesPerSecond() < slowest.bytesPerSecond() ? link : slowest;
            }
        }
        return Optional.ofNullable(slowest);
    }

    /** What our runtime does wherever networks are cut. */
    Software software() {
        return software;
    }

    /** Of calls under a layout. */
    CutTimes times(Layout layout, Execution execution) {
        CoreSpeed slowest = layout.mesh()
                .devices()
                .mapToObj(device -> cluster.devices().get(device).kind())
                .distinct()
                .map(CoreSpeed::of)
                .max(Comparator.comparingDouble(CoreSpeed::flopSeconds))
                .orElseThrow();
        var exchanges = Exchanges.of(pricing.wiring(layout), layout.parallelism());
        return new CutTimes(slowest, layout.parallelism(), exchanges, execution);
    }

    /** Until the slices that a layout lacks are there, each device's made into tensors. */
    double moveSeconds(Role network, Layout from, Layout to) {
        return REFIT_SECONDS
                + Optional.ofNullable(reallocations.get(network))
                        .orElseThrow(() -> new IllegalArgumentException("no shape for " + network.key()))
                        .estimate(from, to)
                        .seconds();
    }

    /** Until the weights of each rank have come from its host's memory. */
    double fetchSeconds(ModelShape shape, Layout layout) {
        long most = Part.stages(shape, layout.parallelism()).stream()
                .mapToLong(Part::parameters)
                .max()
                .orElseThrow();
        return REFIT_SECONDS + pricing.hostSeconds((double) most * FLOAT32.weightBytes(), layout.mesh());
    }

    /** Until what a step says of its rows has reached another node. */
    double columnSeconds(Work work) {
        double tokens = work.sequences()
                * (double)
                        switch (work) {
                            case Work.Generation generation -> generation.promptTokens() + generation.limit();
                            case Work.Inference inference -> inference.tokens();
                            case Work.Training _ -> 0;
                        };
        return farthest.map(link -> link.seconds(COLUMN_BYTES_PER_TOKEN * tokens))
                .orElse(0.0);
    }
}
