package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.model.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Seconds of a call of our own runtime where the network is cut: those of the copy that has most of the rows.
 *
 * <p>A token that is written passes all stages, one after the other. What is read streams through them, a pass behind the
 * other; and so does what is learnt, its way back counted with its way forward: with {@code m} passes of equal length
 * through {@code p} stages {@code m + p - 1} of them, as one forward, one backward takes.
 *
 * @param core the slowest of the devices
 * @param cut how the network is cut
 * @param exchanges between its ranks
 * @param execution what training forgets, and whether copies share the optimiser out
 */
record CutTimes(CoreSpeed core, Parallelism cut, Exchanges exchanges, Execution execution) implements CallSeconds {

    private static final int NUMBER_BYTES = 4;

    private List<NetworkOperations> stages(ModelShape shape) {
        return Part.stages(shape, cut).stream()
                .map(part -> new NetworkOperations(part, exchanges))
                .toList();
    }

    @Override
    public double generate(ModelShape shape, SequenceLengths lengths, int together) {
        return core.seconds(CallTimes.written(stages(shape), lengths.share(cut.data()), together));
    }

    @Override
    public double infer(ModelShape shape, SequenceLengths lengths, Output output, int together) {
        List<NetworkOperations> stages = stages(shape);
        SequenceLengths share = lengths.share(cut.data());
        int[] order = share.longestFirst();
        var ends = new double[stages.size()];
        double read = 0;
        for (int start = 0; start < order.length; start += together) {
            Batch batch = Batch.of(share, output, order, start, together);
            for (int stage = 0; stage < ends.length; stage++) {
                Operations all = stages.get(stage).trunk(batch);
                if (stage == ends.length - 1) {
                    all.add(stages.get(stage).head(batch.reads()));
                }
                all.tokens(batch.tokens());
                pass(ends, stage, core.seconds(all));
            }
            read += batch.reads();
        }
        return ends[ends.length - 1] + exchanges.answer(Double.BYTES * read);
    }

    /** A stage begins a pass when it has ended the one before, and the stage before has ended this one. */
    private static void pass(double[] ends, int stage, double seconds) {
        ends[stage] = Math.max(ends[stage], stage == 0 ? 0 : ends[stage - 1]) + seconds;
    }

    @Override
    public double train(
            ModelShape shape, SequenceLengths lengths, Output output, Passes passes, int together, boolean detached) {
        List<NetworkOperations> stages = stages(shape);
        int[] order = IntStream.range(0, lengths.size()).toArray();
        double walk = detached ? infer(shape, lengths, output, together) : 0;
        for (int update = 0; update < passes.updates(); update++) {
            int from = (int) ((long) order.length * update / passes.updates());
            int to = (int) ((long) order.length * (update + 1) / passes.updates());
            int[] rows = Arrays.copyOfRange(order, from, from + Math.ceilDiv(to - from, cut.data()));
            walk += learnt(stages, lengths, output, rows, together) + updated(shape, stages);
        }
        double published =
                slowest(stages.stream().map(NetworkOperations::published).toList());
        return published + passes.epochs() * walk;
    }

    private double learnt(
            List<NetworkOperations> stages, SequenceLengths lengths, Output output, int[] rows, int together) {
        var ends = new double[stages.size()];
        for (int start = 0; start < rows.length; start += together) {
            Batch batch = Batch.of(lengths, output, rows, start, together);
            for (int stage = 0; stage < ends.length; stage++) {
                Operations all = stages.get(stage).trained(batch);
                if (execution.recompute() != Recompute.NONE) {
                    all.add(stages.get(stage).recomputed(batch));
                }
                pass(ends, stage, core.seconds(all));
            }
        }
        return Arrays.stream(ends).max().orElse(0);
    }

    private double updated(ModelShape shape, List<NetworkOperations> stages) {
        int copies = execution.software().shardedOptimizer() ? cut.data() : 1;
        double most = Part.stages(shape, cut).stream()
                .mapToDouble(Part::parameters)
                .max()
                .orElse(0);
        double norms = (2.0 * shape.layers() / cut.pipeline() + 1) * shape.normParameters();
        double tied = shape.tied() && !shape.scalar() ? (double) shape.vocabulary() * shape.hidden() / cut.tensor() : 0;
        return slowest(stages.stream().map(stage -> stage.updated(copies)).toList())
                + exchanges.gradients(NUMBER_BYTES * most, NUMBER_BYTES * norms, NUMBER_BYTES * tied);
    }

    private double slowest(List<Operations> each) {
        return each.stream().mapToDouble(core::seconds).max().orElse(0);
    }

    /** What slices, stages and copies add to the same call where no number takes any time to travel. */
    @Override
    public Spending spending(ToDoubleFunction<CallSeconds> call) {
        double compute = call.applyAsDouble(with(Exchanges.NONE));
        double tensor = call.applyAsDouble(with(exchanges.ofSlices()));
        double pipeline = call.applyAsDouble(with(exchanges.withinCopies()));
        double all = call.applyAsDouble(this);
        return new Spending(compute, 0, 0, tensor - compute, pipeline - tensor, 0, all - pipeline, 0);
    }

    private CutTimes with(Exchanges some) {
        return new CutTimes(core, cut, some, execution);
    }
}
