package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks a graph that trains nothing and brings back what it yielded: the columns of an evaluation, or those that a stage
 * computes once for its data set.
 */
final class WalkCollector extends AbstractOnMessageBehavior<WalkCollector.Command> {

    /** Nobody outside talks to it. */
    sealed interface Command {}

    private record Walked(IterationCoordinator.Outcome outcome) implements Command {}

    private record WalkLost() implements Command {}

    private record Arrived(Experience columns) implements Command {}

    private record Broken(String reason) implements Command {}

    /** How the walk ends. */
    sealed interface Outcome {}

    /** Everything that was yielded. */
    record Collected(Experience columns, Metrics metrics) implements Outcome {}

    /** It did not come to an end. */
    record Failed(String reason, Fault cause) implements Outcome {}

    private final ActorContext<Command> context;
    private final BulkPort port;
    private final ActorRef<Outcome> replyTo;
    private IterationCoordinator.@Nullable Finished finished;

    /** Starts walking. */
    static Behavior<Command> create(Walk walk, RunSite site, ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> {
            var walked = context.messageAdapter(IterationCoordinator.Outcome.class, Walked::new);
            var child = context.spawn(IterationCoordinator.create(walk, site.recorder(), site.port(), walked), "walk");
            context.watchWith(child, new WalkLost());
            return new WalkCollector(context, site.port(), replyTo);
        });
    }

    private WalkCollector(ActorContext<Command> context, BulkPort port, ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.port = port;
        this.replyTo = replyTo;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Walked(IterationCoordinator.Finished done) -> onWalked(done);
            case Walked(IterationCoordinator.Failed failed) -> {
                port.release(failed.leftovers());
                yield end(new Failed(failed.step() + ": " + failed.reason(), failed.cause()));
            }
            case WalkLost() -> finished == null ? end(new Failed("its walk crashed", Fault.INFRASTRUCTURE)) : this;
            case Arrived(Experience columns) -> onArrived(columns);
            case Broken(String reason) -> end(new Failed(reason, Fault.INFRASTRUCTURE));
        };
    }

    private Behavior<Command> onWalked(IterationCoordinator.Finished done) {
        finished = done;
        context.pipeToSelf(
                port.pull(done.outputs(), Map.of()),
                (columns, error) -> error == null ? new Arrived(columns) : new Broken(String.valueOf(error)));
        return this;
    }

    private Behavior<Command> onArrived(Experience columns) {
        return end(new Collected(columns, finished == null ? new Metrics() : finished.metrics()));
    }

    private Behavior<Command> end(Outcome outcome) {
        if (finished != null) {
            port.release(finished.outputs().values());
        }
        replyTo.tell(outcome);
        return Behaviors.stopped();
    }
}
