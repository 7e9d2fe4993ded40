package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one walk that a stage has under way: an iteration or an evaluation, as a child of the stage. Where weights may be stale,
 * an iteration's responses are written before, beside earlier walks.
 */
final class StageWalks<C> {

    private final ActorContext<C> context;
    private final RunSite site;
    private final StageBoundary boundary;
    private final StageAgenda agenda;
    private final StageWorkers<C> workers;
    private final StageRollouts<C> rollouts;
    private final Function<String, C> lost;
    private @Nullable ActorRef<?> walking;
    private int started;

    /**
     * Nothing is under way yet.
     *
     * @param lost what the stage is told when a walk dies without an outcome
     */
    StageWalks(
            StageRollouts<C> rollouts,
            ActorContext<C> context,
            RunSite site,
            StageBoundary boundary,
            StageAgenda agenda,
            StageWorkers<C> workers,
            Function<String, C> lost) {
        this.context = context;
        this.site = site;
        this.boundary = boundary;
        this.agenda = agenda;
        this.workers = workers;
        this.rollouts = rollouts;
        this.lost = lost;
    }

    /**
     * Walks the next iteration.
     *
     * @param written told once its responses are there, where they are written ahead; then {@link #written} goes on
     */
    void iterate(
            int attempt, Function<IterationCoordinator.Outcome, C> answer, Function<Forerunner.Outcome, C> written) {
        if (rollouts.areAhead() && rollouts.claimed().isEmpty()) {
            rollouts.claim(written);
        } else {
            walkIteration(attempt, answer);
        }
    }

    /** Walks the iteration whose responses have come. */
    void written(Forerunner.Written written, int attempt, Function<IterationCoordinator.Outcome, C> answer) {
        rollouts.written(written);
        walkIteration(attempt, answer);
    }

    private void walkIteration(int attempt, Function<IterationCoordinator.Outcome, C> answer) {
        Map<String, ColumnRef> written =
                rollouts.claimed().map(IterationCoordinator.Finished::outputs).orElse(Map.of());
        Walk walk = walk(
                        agenda.iteration(),
                        boundary.iteration(),
                        attempt,
                        agenda.feed().rows(boundary.iteration()))
                .with(written);
        watch(context.spawn(
                IterationCoordinator.create(
                        walk,
                        site.recorder(),
                        site.port(),
                        context.messageAdapter(IterationCoordinator.Outcome.class, answer::apply)),
                "iteration-" + started));
    }

    /** An iteration has been walked; answers all of it, what was written ahead included. */
    IterationCoordinator.Finished finished(IterationCoordinator.Finished walked) {
        ended();
        IterationCoordinator.Finished all =
                rollouts.claimed().map(walked::after).orElse(walked);
        rollouts.used();
        return all;
    }

    void evaluate(String when, int key, int attempt, Function<EvaluationCoordinator.Outcome, C> answer) {
        Walk walk = walk(agenda.evaluation(), key, attempt, agenda.feed().evaluation());
        watch(context.spawn(
                EvaluationCoordinator.create(
                        when, walk, site, context.messageAdapter(EvaluationCoordinator.Outcome.class, answer::apply)),
                "evaluation-" + started));
    }

    /** Computes what the data set alone decides, for all rows before the first of them is met. */
    void collect(int attempt, Function<WalkCollector.Outcome, C> answer) {
        Walk walk =
                walk(agenda.kept(), StageWork.DATASET, attempt, agenda.feed().all());
        watch(context.spawn(
                WalkCollector.create(walk, site, context.messageAdapter(WalkCollector.Outcome.class, answer::apply)),
                "collector-" + started));
    }

    private Walk walk(Workflow graph, int key, int attempt, Map<String, ? extends ColumnContent> rows) {
        return boundary.walk(graph, key, attempt, rows, workers.ready());
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

    /** Workers are ready, for the first time or again. */
    void goOn(WorkerFleet.Ready ready) {
        workers.areReady(ready);
        rollouts.goOn(ready);
    }

    /** Whatever was under way has failed; what is written ahead meanwhile begins again, too. */
    void failed() {
        ended();
        rollouts.pause();
        workers.cancel();
    }

    /** Networks of earlier boundaries without which the stage cannot go on from here, by boundary. */
    Map<Integer, List<PublishedNetwork>> older() {
        return rollouts.older();
    }

    /** Gives up what is under way, if anything is, and what its workers are at. */
    boolean cancel() {
        boolean waiting = rollouts.isWaiting();
        rollouts.pause();
        if (walking == null && !waiting) {
            return false;
        }
        if (walking != null) {
            context.stop(walking);
            walking = null;
        }
        workers.cancel();
        return true;
    }

    /** Gives back what is held. */
    void close() {
        rollouts.close();
    }
}
