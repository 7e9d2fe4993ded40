package io.akkord.policies.train;

import io.akkord.placement.pipeline.Pass;
import io.akkord.placement.pipeline.Pass.Backward;
import io.akkord.placement.pipeline.Pass.Forward;
import io.akkord.placement.pipeline.PipelineSchedule;
import io.akkord.policies.Network;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.TrunkShard.Inputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stage's way through the schedule of one step. */
final class StageWalk implements AutoCloseable {

    private final Network network;
    private final List<List<Piece>> chunks;
    private final StageTape tape;
    private final @Nullable StageHead head;
    private final PipelineSchedule schedule;
    private final List<PackedBatch> batches;
    private final List<Tensor> sums;
    private final StageMail mail;
    private final Map<Forward, Crossing> crossings = new HashMap<>();
    private final Map<Integer, Prepared> prepared = new HashMap<>();

    /** A micro-batch that has gone forward through a chunk. */
    private record Crossing(StageTape.Walk walk, Tensor output) {}

    /** What all chunks need of a micro-batch. */
    private record Prepared(Inputs inputs, Scope scope) {}

    StageWalk(
            Network network,
            List<List<Piece>> chunks,
            StageTape tape,
            @Nullable StageHead head,
            PipelineSchedule schedule,
            List<PackedBatch> batches,
            List<Tensor> sums) {
        this.network = network;
        this.chunks = chunks;
        this.tape = tape;
        this.head = head;
        this.schedule = schedule;
        this.batches = batches;
        this.sums = sums;
        this.mail = new StageMail(
                network.groups().pipeline(),
                schedule,
                network.parameters().precision().type(),
                this::between);
    }

    void run(StepLoss loss, double temperature, Consumer<List<Integer>> done) {
        for (Pass pass : schedule.stage(network.shard().stage())) {
            switch (pass) {
                case Forward forward -> forward(forward);
                case Backward backward -> {
                    boolean last = backward.microBatch() == batches.size() - 1;
                    backward(backward, loss, temperature, last ? done : _ -> {});
                }
            }
        }
    }

    private void forward(Forward pass) {
        Inputs inputs = inputs(pass.microBatch());
        StageTape.Walk walk = tape.walk(chunks.get(pass.chunk()), inputs);
        Tensor input = schedule.source(stage(), pass)
                .map(source -> mail.receive(walk.ends(), source))
                .orElse(inputs.ids());
        Tensor output = walk.forward(input);
        crossings.put(pass, new Crossing(walk, output));
        mail.send(pass, output);
    }

    private void backward(Backward pass, StepLoss loss, double temperature, Consumer<List<Integer>> done) {
        Crossing crossing = Objects.requireNonNull(crossings.get(new Forward(pass.microBatch(), pass.chunk())));
        StageTape.Walk walk = crossing.walk();
        Tensor slope = schedule.source(stage(), pass)
                .map(source -> mail.receive(walk.ends(), source))
                .orElseGet(() -> lossSlope(pass, crossing, loss, temperature, done));
        mail.send(pass, walk.backward(slope, sums, done));
        walk.close();
        crossings.remove(new Forward(pass.microBatch(), pass.chunk()));
        if (pass.chunk() == 0) {
            Objects.requireNonNull(prepared.remove(pass.microBatch())).scope().close();
        }
    }

    /** The gradient of the last norm's result, from the head. */
    private Tensor lossSlope(
            Backward pass, Crossing crossing, StepLoss loss, double temperature, Consumer<List<Integer>> done) {
        Scope scope = crossing.walk().ends();
        Tensor slope = Objects.requireNonNull(head)
                .learn(scope, crossing.output(), batches.get(pass.microBatch()), loss, temperature, sums);
        if (!network.config().tied() || network.config().scalar()) {
            done.accept(network.trunk().headParameters());
        }
        return slope;
    }

    private Inputs inputs(int microBatch) {
        return prepared.computeIfAbsent(microBatch, i -> {
                    var scope = new Scope();
                    return new Prepared(
                            network.trunk().inputs(scope, batches.get(i).packed()), scope);
                })
                .inputs();
    }

    /** The shape of hidden states between stages. */
    private long[] between(int microBatch) {
        return new long[] {inputs(microBatch).ids().shape()[0], network.config().hidden()};
    }

    private int stage() {
        return network.shard().stage();
    }

    @Override
    public void close() {
        crossings.values().forEach(crossing -> crossing.walk().close());
        prepared.values().forEach(each -> each.scope().close());
        mail.close();
    }
}
