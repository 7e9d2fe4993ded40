package io.akkord.actors.run;

import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.Step;
import java.util.HashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Computations of a workflow that need no network, beside whoever walks it.
 *
 * @param executor where they run
 */
record HostMaths(BulkPort port, Executor executor) {

    /** Fetches the inputs of a call, computes, and keeps what is yielded. */
    CompletionStage<StepCall.Done> compute(Step.Compute step, StepCall call, TextCodec text) {
        return port.pull(call.inputs(), call.carried())
                .thenApplyAsync(inputs -> computed(step, inputs, text), executor);
    }

    private StepCall.Done computed(Step.Compute step, Experience inputs, TextCodec text) {
        Step.Compute.Computed result = step.maths().apply(inputs, text);
        var refs = new HashMap<String, ColumnRef>();
        var states = new HashMap<String, double[]>();
        result.columns().columns().forEach((name, column) -> {
            if (column instanceof State state) {
                states.put(name, state.numbers());
            } else {
                refs.put(name, port.put(column));
            }
        });
        return new StepCall.Done(step.name(), refs, states, result.metrics().means(), null, 0);
    }
}
