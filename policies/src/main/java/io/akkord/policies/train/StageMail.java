package io.akkord.policies.train;

import io.akkord.placement.pipeline.Pass;
import io.akkord.placement.pipeline.PipelineSchedule;
import io.akkord.placement.pipeline.PipelineSchedule.Source;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What other stages send to this one, handed out when it is wanted.
 *
 * <p>Arrays have no names on their way. With two stages of several chunks, activations and gradients come from the same
 * neighbour, not always in the order in which they are wanted; but the schedule says in which order they were sent, so what
 * comes early is kept.
 */
final class StageMail implements AutoCloseable {

    private final Collective stages;
    private final PipelineSchedule schedule;
    private final ElementType type;
    private final IntFunction<long[]> shapes;
    private final Map<Integer, Deque<Pass>> expected = new HashMap<>();
    private final Map<Source, Tensor> early = new HashMap<>();

    /**
     * The mail of one update.
     *
     * @param shapes of a micro-batch's hidden states between stages
     */
    StageMail(Collective stages, PipelineSchedule schedule, ElementType type, IntFunction<long[]> shapes) {
        this.stages = stages;
        this.schedule = schedule;
        this.type = type;
        this.shapes = shapes;
    }

    /** Waits for the result of a pass of another stage. */
    Tensor receive(Scope scope, Source source) {
        Tensor found = early.remove(source);
        if (found != null) {
            return scope.own(found);
        }
        Deque<Pass> coming =
                expected.computeIfAbsent(source.stage(), from -> new ArrayDeque<>(schedule.sent(from, stages.rank())));
        while (true) {
            Pass pass = coming.removeFirst();
            Tensor tensor = Tensor.zeros(type, shapes.apply(pass.microBatch()));
            early.put(new Source(source.stage(), pass), tensor);
            stages.receive(tensor.memory(), source.stage());
            if (pass.equals(source.pass())) {
                early.remove(source);
                return scope.own(tensor);
            }
        }
    }

    /** Hands on what a pass has yielded, where another stage wants it. */
    void send(Pass pass, Tensor result) {
        schedule.receiver(stages.rank(), pass).ifPresent(stage -> stages.send(result.memory(), stage));
    }

    @Override
    public void close() {
        early.values().forEach(Tensor::close);
        early.clear();
    }
}
