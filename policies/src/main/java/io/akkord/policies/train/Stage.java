package io.akkord.policies.train;

import io.akkord.placement.cost.Recompute;
import io.akkord.placement.pipeline.PipelineSchedule;
import io.akkord.policies.Network;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A stage of a network that learns, and the share of its copy in a step's rows. */
final class Stage implements AutoCloseable {

    private final Network network;
    private final List<Tensor> sums;
    private final List<List<Piece>> chunks;
    private final StageTape tape;
    private final @Nullable StageHead head;
    private final List<Tensor> taped;

    /**
     * A stage.
     *
     * @param sums take the gradients up, in the layout of the parameters
     */
    Stage(Network network, Recompute recompute, List<Tensor> sums) {
        this.network = network;
        this.sums = sums;
        Shard shard = network.shard();
        List<Tensor> parameters = network.parameters().tensors();
        this.chunks = IntStream.range(0, shard.virtualStages())
                .mapToObj(chunk -> Piece.of(network.trunk(), chunk))
                .toList();
        this.tape = new StageTape(parameters, network.groups().tensor(), recompute != Recompute.FULL);
        this.head = shard.isLast() ? new StageHead(network) : null;
        this.taped = taped(parameters);
        taped.forEach(parameter -> parameter.requireGradient(true));
    }

    private List<Tensor> taped(List<Tensor> parameters) {
        var indices = new ArrayList<Integer>();
        chunks.forEach(pieces -> pieces.forEach(piece -> indices.addAll(piece.parameters())));
        if (head != null && head.isTaped()) {
            indices.addAll(network.trunk().headParameters());
        }
        return indices.stream().map(parameters::get).toList();
    }

    /**
     * Takes this copy's share of the rows through this stage, forward and back.
     *
     * @param loss asked where this is the last stage
     * @param done hears of parameters whose gradients are complete
     */
    void walk(LearningStep step, StepLoss loss, Consumer<List<Integer>> done) {
        Shard shard = network.shard();
        var batches = new ArrayList<PackedBatch>();
        for (int[] rows : step.passes(shard.copy(), shard.parallelism().data())) {
            var batch = new PackedBatch(step, rows);
            if (batch.packed().reads() > 0) {
                batches.add(batch);
            } else if (shard.isLast()) {
                loss.add(batch, new double[0]);
            }
        }
        PipelineSchedule schedule =
                PipelineSchedule.of(shard.parallelism().pipeline(), shard.virtualStages(), batches.size());
        try (var walk = new StageWalk(network, chunks, tape, head, schedule, batches, sums)) {
            walk.run(loss, step.temperature(), done);
        }
    }

    @Override
    public void close() {
        taped.forEach(parameter -> parameter.requireGradient(false));
        if (head != null) {
            head.close();
        }
        tape.close();
    }
}
