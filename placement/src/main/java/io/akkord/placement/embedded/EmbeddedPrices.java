package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.cost.Sizes;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.cost.Work;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.plan.Prices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a workflow in our own runtime, on the cores of one machine or of several, in the batches that the settings
 * say.
 *
 * <p>Either networks stay whole, one a core of one machine: then columns and weights do not travel, and cost nothing. Or
 * they are cut in every way that divides them, and move from one layout into another.
 */
public final class EmbeddedPrices implements Prices {

    /** A price is the same on every core of a make. */
    private record Priced(String step, DeviceKind kind) {}

    private record PricedCut(String step, Layout layout, Execution execution) {}

    private final Cluster cluster;
    private final Map<Role, ModelShape> shapes;
    private final Workload workload;
    private final int context;
    private final Set<Role> trained;
    private final Sizes sizes;
    private final @Nullable Journeys journeys;

    /** Sequences that begin with one prompt. */
    private final int siblings;

    private final Map<Priced, StepPrice> known = new HashMap<>();
    private final Map<PricedCut, StepPrice> knownCuts = new HashMap<>();

    /**
     * Prices for one workflow whose networks stay whole.
     *
     * @param shapes the shape of each network of the workflow
     * @param workload rows, lengths and batches of an iteration
     * @param lengths of responses
     * @param context most tokens of a sequence
     */
    public EmbeddedPrices(
            Workflow workflow,
            Map<Role, ModelShape> shapes,
            Workload workload,
            ResponseLengths lengths,
            int context,
            Cluster cluster) {
        this(workflow, shapes, workload, lengths, context, cluster, null);
    }

    private EmbeddedPrices(
            Workflow workflow,
            Map<Role, ModelShape> shapes,
            Workload workload,
            ResponseLengths lengths,
            int context,
            Cluster cluster,
            @Nullable Journeys journeys) {
        this.cluster = cluster;
        this.shapes = shapes;
        this.workload = workload;
        this.context = context;
        this.trained = workflow.trained();
        this.sizes = new Sizes(workflow, shapes, workload, lengths);
        this.siblings = workload.sequencesPerRow() * samples(workflow);
        this.journeys = journeys;
    }

    /**
     * Prices for one workflow whose networks may be cut and move.
     *
     * @param shapes the shape of each network of the workflow
     * @param workload rows, lengths and batches of an iteration
     * @param lengths of responses
     * @param context most tokens of a sequence
     * @param shardedOptimizer whether the copies of a network share its optimiser out among them
     */
    public static EmbeddedPrices cutting(
            Workflow workflow,
            Map<Role, ModelShape> shapes,
            Workload workload,
            ResponseLengths lengths,
            int context,
            Cluster cluster,
            boolean shardedOptimizer) {
        return new EmbeddedPrices(
                workflow, shapes, workload, lengths, context, cluster, new Journeys(cluster, shapes, shardedOptimizer));
    }

    private static int samples(Workflow workflow) {
        return workflow.steps().stream()
                .filter(Step.Generate.class::isInstance)
                .mapToInt(step -> ((Step.Generate) step).sampling().samples())
                .max()
                .orElse(1);
    }

    @Override
    public List<Execution> executions(Step step, Parallelism cut) {
        if (journeys == null) {
            return cut.equals(Parallelism.NONE)
                    ? List.of(Execution.of(workload.microBatchRows(), Recompute.NONE))
                    : List.of();
        }
        boolean suits = Part.suits(shape(step.role().orElseThrow()), cut)
                && cut.data() <= shares(work(step))
                && (cut.shards() == 1
                        || !(step instanceof Step.Generate generate
                                && generate.guest().isPresent()));
        return !suits
                ? List.of()
                : (step instanceof Step.Train ? List.of(Recompute.NONE, Recompute.FULL) : List.of(Recompute.NONE))
                        .stream()
                                .map(recompute ->
                                        new Execution(workload.microBatchRows(), 1, recompute, journeys.software()))
                                .toList();
    }

    /** Among how many copies a step can be shared out: its rows, or where they learn those of an update. */
    private long shares(Work work) {
        return work instanceof Work.Training training
                ? Math.ceilDiv(training.sequences() / training.updates(), workload.sequencesPerRow())
                : work.sequences();
    }

    /** Sequences of one training pass. */
    private int together() {
        return workload.microBatchRows() * workload.sequencesPerRow();
    }

    @Override
    public StepPrice price(Step step, Layout layout, Execution execution) {
        boolean whole = layout.parallelism().equals(Parallelism.NONE) && execution.recompute() == Recompute.NONE;
        if (journeys == null || whole) {
            int core = layout.mesh().devices().findFirst().orElseThrow();
            DeviceKind kind = cluster.devices().get(core).kind();
            return known.computeIfAbsent(
                    new Priced(step.name(), kind),
                    _ -> price(step, new CallTimes(CoreSpeed.of(kind)), shape -> new CallMemory(shape, context)));
        }
        Parallelism cut = layout.parallelism();
        return knownCuts.computeIfAbsent(
                new PricedCut(step.name(), layout, execution),
                _ -> price(
                        step,
                        journeys.times(layout, execution),
                        shape -> new CutMemory(shape, context, cut, execution)));
    }

    /** Whether a network has its optimiser beside it where it does not learn: where it is cut, that lies with its training. */
    private boolean keepsOptimizer(Role network) {
        return journeys == null && trained.contains(network);
    }

    private Work work(Step step) {
        return sizes.of(step).orElseThrow(() -> new IllegalStateException("no work for " + step.name()));
    }

    private StepPrice price(Step step, CallSeconds times, Function<ModelShape, CallBytes> memoryOf) {
        Work work = work(step);
        Role role = step.role().orElseThrow();
        ModelShape shape = shape(role);
        CallBytes memory = memoryOf.apply(shape);
        return switch (step) {
            case Step.Generate generate -> generated(generate, (Work.Generation) work, times, memoryOf);
            case Step.Infer infer -> {
                int together = workload.microBatchRows();
                SequenceLengths read = read(work.sequences(), ((Work.Inference) work).tokens(), together);
                yield new StepPrice(
                        times.spending(each -> each.infer(shape, read, infer.output(), together)),
                        memory.infer(read, infer.output(), together, keepsOptimizer(role)));
            }
            case Step.Train train -> learnt(train, (Work.Training) work, times, memory);
            case Step.Score _, Step.Compute _ -> throw new IllegalStateException(step.name() + " needs no network");
        };
    }

    /** A guest decodes in lock step and draws nothing; its cache and its pass are as large as the host's. */
    private StepPrice generated(
            Step.Generate step, Work.Generation work, CallSeconds times, Function<ModelShape, CallBytes> memoryOf) {
        SequenceLengths written = SequenceLengths.of(
                Math.toIntExact(work.sequences()), work.promptTokens(), work.lengths(), work.limit());
        int together = workload.generationRows();
        MemoryUse use = memoryOf.apply(shape(step.policy()))
                .generate(written, work.limit(), together, keepsOptimizer(step.policy()));
        for (ModelShape guest : work.guests()) {
            MemoryUse beside = memoryOf.apply(guest).generate(written, work.limit(), together, false);
            use = new MemoryUse(
                    use.weightBytes() + beside.weightBytes(),
                    use.gradientBytes(),
                    use.optimizerBytes(),
                    Math.max(use.activationBytes(), beside.activationBytes()),
                    use.cacheBytes() + beside.cacheBytes(),
                    use.bufferBytes() + beside.bufferBytes());
        }
        return new StepPrice(times.spending(each -> writing(each, step, work, written)), use);
    }

    private double writing(CallSeconds times, Step.Generate step, Work.Generation work, SequenceLengths written) {
        double seconds = times.generate(shape(step.policy()), written, workload.generationRows());
        for (ModelShape guest : work.guests()) {
            seconds += times.generate(guest, written, workload.generationRows());
        }
        return seconds;
    }

    private StepPrice learnt(Step.Train step, Work.Training work, CallSeconds times, CallBytes memory) {
        Output output = step.objective().output();
        int together = together();
        SequenceLengths read = read(work.sequences(), work.tokens(), together);
        Spending spending = times.spending(each -> each.train(
                shape(step.network()),
                read,
                output,
                step.passes(),
                together,
                step.objective().needsDetachedPass()));
        return new StepPrice(spending, memory.train(read, output, together, false));
    }

    /** Sequences whose responses are as long as one another, since only a mean is known; siblings share their prompt. */
    private SequenceLengths read(long sequences, int tokens, int together) {
        int prompt = Math.clamp(workload.promptTokens(), 1, Math.max(1, tokens - 1));
        int response = Math.max(1, tokens - prompt);
        double sharing = Math.min(siblings, together);
        return SequenceLengths.of(Math.toIntExact(sequences), prompt, ResponseLengths.FULL, response)
                .sharing((prompt / sharing + response) / (prompt + response));
    }

    private ModelShape shape(Role role) {
        return Optional.ofNullable(shapes.get(role))
                .orElseThrow(
                        () -> new IllegalArgumentException("no shape for " + role.key() + " among " + shapes.keySet()));
    }

    @Override
    public double moveSeconds(Role network, Layout from, Layout to) {
        return journeys == null ? 0 : journeys.moveSeconds(network, from, to);
    }

    @Override
    public double fetchSeconds(Role network, Layout layout) {
        return journeys == null ? Double.POSITIVE_INFINITY : journeys.fetchSeconds(shape(network), layout);
    }

    @Override
    public double columnSeconds(Step step) {
        return journeys == null
                ? 0
                : sizes.of(step).map(journeys::columnSeconds).orElse(0.0);
    }
}
