package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Pricing;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.cost.Sizes;
import io.akkord.placement.cost.Software;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.cost.Work;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import io.akkord.placement.reallocation.Reallocation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prices of a workflow on a cluster of accelerators, by roofline. */
public final class RooflinePrices implements Prices {

    /** A token's id and one number about it. */
    private static final int COLUMN_BYTES_PER_TOKEN = 8;

    private static final List<Integer> MICRO_BATCHES = List.of(1, 2, 4, 8, 16);
    private static final List<Integer> VIRTUAL_STAGES = List.of(1, 2, 4);
    private static final List<Integer> SHARES_WRITTEN_TOGETHER = List.of(1, 2, 4, 8, 16, 64);

    private final Cluster cluster;
    private final Map<Role, ModelShape> shapes;
    private final Storage storage;
    private final Pricing pricing;
    private final Sizes sizes;
    private final Map<Role, Reallocation> reallocations = new EnumMap<>(Role.class);

    /**
     * Prices for one workflow.
     *
     * @param shapes the shape of each network of the workflow
     * @param storage bytes of a parameter
     * @param workload rows and lengths of an iteration
     * @param lengths of responses
     */
    public RooflinePrices(
            Workflow workflow,
            Map<Role, ModelShape> shapes,
            Storage storage,
            Workload workload,
            ResponseLengths lengths,
            Cluster cluster) {
        this.cluster = cluster;
        this.shapes = shapes;
        this.storage = storage;
        this.pricing = new Pricing(cluster, storage);
        this.sizes = new Sizes(workflow, shapes, workload, lengths);
        shapes.forEach(
                (role, shape) -> reallocations.put(role, new Reallocation(cluster, shape, storage.weightBytes())));
    }

    @Override
    public List<Execution> executions(Step step, Parallelism cut) {
        ModelShape shape = shape(step.role().orElseThrow());
        boolean suits = shape.heads() % cut.tensor() == 0
                && shape.intermediate() % cut.tensor() == 0
                && cut.pipeline() <= shape.layers();
        return !suits
                ? List.of()
                : switch (work(step)) {
                    case Work.Generation generation -> generating(generation, cut);
                    case Work.Inference inference -> inferring(inference, cut);
                    case Work.Training training -> training(training, shape, cut);
                };
    }

    private static List<Execution> generating(Work.Generation work, Parallelism cut) {
        long rows = work.sequences() / cut.data();
        return rows == 0
                ? List.of()
                : SHARES_WRITTEN_TOGETHER.stream()
                        .map(share -> (int) Math.max(1, rows / share))
                        .distinct()
                        .map(together -> Execution.of(together, Recompute.NONE))
                        .toList();
    }

    private static List<Execution> inferring(Work.Inference work, Parallelism cut) {
        long rows = work.sequences() / cut.data();
        return MICRO_BATCHES.stream()
                .filter(together -> together <= rows)
                .map(together -> Execution.of(together, Recompute.NONE))
                .toList();
    }

    private static List<Execution> training(Work.Training work, ModelShape shape, Parallelism cut) {
        long rows = work.sequences() / work.updates() / cut.data();
        var all = new ArrayList<Execution>();
        for (int together : MICRO_BATCHES) {
            for (int chunks : cut.pipeline() == 1 ? List.of(1) : VIRTUAL_STAGES) {
                boolean suits = together <= rows && shape.layers() % (cut.pipeline() * chunks) == 0;
                for (Recompute recompute : List.of(Recompute.NONE, Recompute.FULL)) {
                    if (suits || together <= rows && chunks == 1) {
                        all.add(new Execution(together, chunks, recompute, Software.CURRENT));
                    }
                }
            }
        }
        return all;
    }

    @Override
    public StepPrice price(Step step, Layout layout, Execution execution) {
        return pricing.price(work(step), shape(step.role().orElseThrow()), layout, execution);
    }

    @Override
    public double moveSeconds(Role network, Layout from, Layout to) {
        return Optional.ofNullable(reallocations.get(network))
                .orElseThrow(() -> new IllegalArgumentException("no shape for " + network.key()))
                .estimate(from, to)
                .seconds();
    }

    @Override
    public double fetchSeconds(Role network, Layout layout) {
        double bytes = (double) shape(network).parameters()
                * storage.weightBytes()
                / layout.parallelism().shards();
        return pricing.hostSeconds(bytes, layout.mesh());
    }

    @Override
    public double columnSeconds(Step step) {
        double bytes = sizes.of(step)
                .map(work -> (double) work.sequences() * tokens(work) * COLUMN_BYTES_PER_TOKEN)
                .orElse(0.0);
        int last = cluster.devices().size() - 1;
        return last == 0 || bytes == 0 ? 0 : pricing.transferSeconds(bytes, Mesh.of(0, 1), Mesh.of(last, 1));
    }

    private static int tokens(Work work) {
        return switch (work) {
            case Work.Generation generation -> generation.promptTokens() + generation.limit();
            case Work.Inference inference -> inference.tokens();
            case Work.Training training -> training.tokens();
        };
    }

    private Work work(Step step) {
        return sizes.of(step).orElseThrow(() -> new IllegalStateException("no work for " + step.name()));
    }

    private ModelShape shape(Role role) {
        return Optional.ofNullable(shapes.get(role))
                .orElseThrow(
                        () -> new IllegalArgumentException("no shape for " + role.key() + " among " + shapes.keySet()));
    }
}
