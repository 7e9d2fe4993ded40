package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one walk that a stage has under way: an iteration or an evaluation, as a child of the stage. */
final class StageWalks<C> {

    private final ActorContext<C> context;
    private final RunSite site;
    private final Function<String, C> lost;
    private @Nullable ActorRef<?> walking;
    private int started;

    /**
     * Nothing is under way yet.
     *
     * @param lost what the stage is told when a walk dies without an outcome
     */
    StageWalks(ActorContext<C> context, RunSite site, Function<String, C> lost) {
        this.context = context;
        this.site = site;
        this.lost = lost;
    }

    void iterate(IterationCoordinator.Walk walk, ActorRef<IterationCoordinator.Outcome> replyTo) {
        watch(context.spawn(
                IterationCoordinator.create(walk, site.recorder(), site.port(), replyTo), "iteration-" + started));
    }

    void evaluate(String when, IterationCoordinator.Walk walk, ActorRef<EvaluationCoordinator.Outcome> replyTo) {
        watch(context.spawn(EvaluationCoordinator.create(when, walk, site, replyTo), "evaluation-" + started));
    }

    /** Walks a graph that trains nothing, for what it yields. */
    void collect(IterationCoordinator.Walk walk, ActorRef<WalkCollector.Outcome> replyTo) {
        watch(context.spawn(WalkCollector.create(walk, site, replyTo), "collector-" + started));
    }

    private void watch(ActorRef<?> child) {
        walking = child;
        started++;
        context.watchWith(child, lost.apply(child.path().name()));
    }

    /** The walk under way has said how it ended. */
    void ended() {
        walking = null;
    }

    boolean isWalking(String name) {
        return walking != null && walking.path().name().equals(name);
    }

    /** Gives up the walk under way, if there is one, and what its workers are at. */
    boolean cancel(StageWorkers<C> workers) {
        if (walking == null) {
            return false;
        }
        context.stop(walking);
        walking = null;
        workers.cancel();
        return true;
    }
}
