package io.akkord.actors.node;

import akka.actor.typed.ActorRef;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.policies.train.DivergedException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One step of a workflow, as a worker is asked for it. Workers know the workflow from the experiment's text, so a call
 * names its step and carries no code.
 *
 * @param stage which stage of the experiment
 * @param step the step's name in the stage's workflow
 * @param iteration which iteration, from 0; negative for evaluations
 * @param attempt how often this iteration has been begun before
 * @param network what the worker must hold, null for a step that needs no network
 * @param guest the second network of a mixture, null for any other step
 * @param inputs where the step's columns lie, by name
 * @param carried values of the carried columns among the inputs, by name
 * @param replyTo who hears the outcome
 */
public record StepCall(
        String stage,
        String step,
        int iteration,
        int attempt,
        @Nullable Holding network,
        @Nullable Holding guest,
        Map<String, ColumnRef> inputs,
        Map<String, double[]> carried,
        ActorRef<Outcome> replyTo)
        implements WireMessage {

    /** The call of a step that needs no network. */
    public static StepCall withoutNetwork(
            String stage,
            String step,
            int iteration,
            int attempt,
            Map<String, ColumnRef> inputs,
            Map<String, double[]> carried,
            ActorRef<Outcome> replyTo) {
        return new StepCall(stage, step, iteration, attempt, null, null, inputs, carried, replyTo);
    }

    /** The same call for a worker in its place. */
    public StepCall to(Holding holding, @Nullable Holding other, ActorRef<Outcome> answer) {
        return new StepCall(stage, step, iteration, attempt, holding, other, inputs, carried, answer);
    }

    /** What its device calls it. */
    String label() {
        return step + "@" + stage + ":" + iteration;
    }

    /** How a step ends. */
    public sealed interface Outcome extends WireMessage {

        String step();
    }

    /**
     * The step is done.
     *
     * @param outputs where the yielded columns lie, by name; of a cut network, the rows of the worker's copy, and nothing
     *     but from the one that speaks for it
     * @param carried new values of carried columns, by name
     * @param metrics what was measured
     * @param published the network after training, of a cut one the worker's part; null after any other step
     * @param busySeconds how long the device was at it, waiting left out; 0 where no device was
     */
    public record Done(
            String step,
            Map<String, ColumnRef> outputs,
            Map<String, double[]> carried,
            Map<String, Metrics.Mean> metrics,
            @Nullable PublishedNetwork published,
            double busySeconds)
            implements Outcome {}

    /**
     * The step failed.
     *
     * @param reason one sentence
     * @param cause what kind of failure it is
     */
    public record Failed(String step, String reason, Fault cause) implements Outcome {

        /** What an exception says of a step. */
        static Failed of(String step, @Nullable Throwable error) {
            Throwable root =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (root == null) {
                return new Failed(step, "no reason given", Fault.INFRASTRUCTURE);
            }
            String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
            boolean data = root instanceof UserError || root instanceof DivergedException;
            return new Failed(step, reason, data ? Fault.DATA : Fault.INFRASTRUCTURE);
        }
    }

    /** Failures are classed where they happen; what is not known to be the data's fault is tried again, a few times. */
    public enum Fault {
        /** A process, device or connection failed: the same call may succeed elsewhere. */
        INFRASTRUCTURE,
        /** The same call would fail again: a loss is not a number, an input is wrong. */
        DATA
    }
}
