package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.run.StageAgenda.Phase;
import io.akkord.actors.run.StageChronicle.Subject;
import io.akkord.placement.plan.Replanning.Proposal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Owns one stage of a run: evaluation, iterations, evaluation, each from a published boundary to the next.
 *
 * <p>The unit of undo is one iteration. Whatever fails inside it, every network that the workflow trains goes back to
 * what was published when it began, dead workers are replaced, and it begins again with the same rows and the same
 * randomness, so the end is the same bytes as without the failure.
 */
final class StageCoordinator extends AbstractOnMessageBehavior<StageCoordinator.Command> {

    /** What a stage is asked. */
    sealed interface Command {}

    /** Save the last boundary and end. */
    record Stop() implements Command {}

    /** What {@link StagePreparation} waits for. */
    record Supplied(
            @Nullable StageSupplies supplies, @Nullable Throwable error) implements Command {}

    private record Fleet(WorkerFleet.Outcome outcome) implements Command {}

    private record Ahead(Forerunner.Outcome outcome) implements Command {}

    private record Walked(IterationCoordinator.Outcome outcome) implements Command {}

    private record WalkLost(String walk) implements Command {}

    private record Gathered(WalkCollector.Outcome outcome) implements Command {}

    private record Judged(EvaluationCoordinator.Outcome outcome) implements Command {}

    private record Recorded(Subject subject) implements Command {}

    private record Kept(CheckpointKeeper.Outcome outcome) implements Command {}

    private record Weighed(Optional<Proposal> better) implements Command {}

    private final ActorContext<Command> context;
    private final RunSite site;
    private final StageWork work;
    private final ActorRef<StageOutcome> replyTo;
    private final StageChronicle chronicle;
    private final StageSupplies supplies;
    private final StageBoundary boundary;
    private final StageWalks<Command> walks;
    private final StageAgenda agenda;
    private final StageWorkers<Command> workers;
    private boolean stopping;
    private int attempt;
    private long iterationStart;
    private Map<String, Double> metrics = Map.of();
    private StageOutcome.@Nullable Failed failure;

    /** Becomes the coordinator of a stage that is prepared. */
    static Behavior<Command> create(
            RunSite site, StageWork work, StageStart start, StageSupplies supplies, ActorRef<StageOutcome> replyTo) {
        return Behaviors.setup(context -> {
            var stage = new StageCoordinator(context, site, work, start, supplies, replyTo);
            stage.chronicle.begun(supplies.plan(), stage.boundary.iteration());
            return stage.makeReady(false);
        });
    }

    private StageCoordinator(
            ActorContext<Command> context,
            RunSite site,
            StageWork work,
            StageStart start,
            StageSupplies supplies,
            ActorRef<StageOutcome> replyTo) {
        super(context);
        this.context = context;
        this.site = site;
        this.work = work;
        this.supplies = supplies;
        this.replyTo = replyTo;
        this.boundary = new StageBoundary(site, work, supplies, start.state());
        this.chronicle = new StageChronicle(
                site,
                work,
                start.before(),
                context.messageAdapter(
                        Recorder.Acknowledged.class, ack -> new Recorded(Subject.valueOf(ack.subject()))));
        this.agenda = new StageAgenda(
                site.experiment(), work, supplies.feed(), start.before().isPresent());
        this.workers = new StageWorkers<>(context, site, work, supplies, agenda.iteration());
        this.walks = new StageWalks<>(
                new StageRollouts<>(context, site, work, supplies, boundary, agenda),
                context,
                site,
                boundary,
                agenda,
                workers,
                WalkLost::new);
    }

    /** At the end only a checkpoint counts; what was under way is of no consequence any more. */
    @Override
    public Behavior<Command> onMessage(Command command) {
        return agenda.isAt(Phase.END) && !(command instanceof Kept) ? this : handle(command);
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            walks.close();
            boundary.close();
            supplies.text().close();
        }
        return this;
    }

    private Behavior<Command> handle(Command command) {
        return switch (command) {
            case Supplied supplied -> throw new IllegalStateException("supplied twice: " + supplied);
            case Fleet(WorkerFleet.Ready ready) -> {
                walks.goOn(ready);
                yield proceed();
            }
            case Fleet(WorkerFleet.NotReady(String reason)) -> onFault(reason, Fault.INFRASTRUCTURE);
            case Ahead(Forerunner.Written written) -> {
                walks.written(written, attempt, Walked::new);
                yield this;
            }
            case Ahead(Forerunner.NotWritten(String reason, Fault cause)) -> onFault(reason, cause);
            case Walked(IterationCoordinator.Finished finished) -> onWalked(finished);
            case Walked(IterationCoordinator.Failed failed) -> onWalkFailed(failed);
            case Gathered(WalkCollector.Collected collected) -> onGathered(collected);
            case Gathered(WalkCollector.Failed(String reason, Fault cause)) -> onFault(reason, cause);
            case Judged(EvaluationCoordinator.Evaluated evaluated) -> onJudged(evaluated);
            case Judged(EvaluationCoordinator.Failed(String reason, Fault cause)) -> onFault(reason, cause);
            case Recorded(Subject subject) -> onRecorded(subject);
            case WalkLost(String walk) ->
                walks.isWalking(walk) ? onFault(walk + " crashed", Fault.INFRASTRUCTURE) : this;
            case Weighed(Optional<Proposal> better) -> onWeighed(better);
            case Kept(CheckpointKeeper.Saved saved) -> onSaved(saved);
            case Kept(CheckpointKeeper.NotSaved lost) ->
                end(new StageOutcome.Failed(boundary.iteration(), lost.reason(), Fault.DATA));
            case Stop() -> onStop();
        };
    }

    private Behavior<Command> makeReady(boolean again) {
        workers.makeReady(boundary.networks(), again, Fleet::new);
        return this;
    }

    private Behavior<Command> proceed() {
        if (stopping) {
            return saveAndEnd();
        }
        switch (agenda.phase()) {
            case KEEP -> walks.collect(attempt, Gathered::new);
            case EVALUATE_BEFORE -> walks.evaluate("before", StageWork.BEFORE, attempt, Judged::new);
            case ITERATE -> {
                if (boundary.isLast()) {
                    return turn();
                }
                iterationStart = System.nanoTime();
                walks.iterate(attempt, Walked::new, Ahead::new);
            }
            case EVALUATE_AFTER -> walks.evaluate("after", StageWork.AFTER, attempt, Judged::new);
            case END -> {
                return saveAndEnd();
            }
        }
        return this;
    }

    private Behavior<Command> turn() {
        agenda.turn();
        return proceed();
    }

    private Behavior<Command> onGathered(WalkCollector.Collected collected) {
        walks.ended();
        agenda.keep(collected.columns());
        return turn();
    }

    private Behavior<Command> onWalked(IterationCoordinator.Finished walked) {
        IterationCoordinator.Finished finished = walks.finished(walked);
        metrics = StageChronicle.metrics(finished, (System.nanoTime() - iterationStart) / 1e9);
        workers.observe(finished);
        chronicle.walked(boundary.iteration());
        boundary.advance(finished);
        return this;
    }

    private Behavior<Command> onRecorded(Subject subject) {
        return switch (subject) {
            case ITERATION -> onIterationRecorded();
            case EVALUATION -> turn();
            case REPEAT -> makeReady(true);
            case CHECKPOINT -> this;
        };
    }

    private Behavior<Command> onIterationRecorded() {
        attempt = 0;
        int done = boundary.iteration();
        chronicle.measured(done, metrics);
        if (done % site.experiment().runtime().checkpointEvery() == 0 && !boundary.isLast() && !stopping) {
            save(false);
        }
        return workers.weigh(work.stage().iterations() - done, Weighed::new) ? this : proceed();
    }

    private Behavior<Command> onWeighed(Optional<Proposal> better) {
        if (stopping || better.isEmpty()) {
            return proceed();
        }
        chronicle.replanned(boundary.iteration(), better.get());
        workers.move(better.get());
        return makeReady(false);
    }

    private Behavior<Command> onJudged(EvaluationCoordinator.Evaluated evaluated) {
        walks.ended();
        chronicle.evaluated(evaluated);
        return this;
    }

    private Behavior<Command> onWalkFailed(IterationCoordinator.Failed failed) {
        site.port().release(failed.leftovers());
        return onFault(failed.step() + ": " + failed.reason(), failed.cause());
    }

    private Behavior<Command> onFault(String reason, Fault cause) {
        walks.failed();
        if (stopping) {
            return saveAndEnd();
        }
        if (cause == Fault.DATA || attempt >= site.experiment().runtime().retries()) {
            failure = new StageOutcome.Failed(boundary.iteration() + 1, reason, cause);
            return saveAndEnd();
        }
        attempt++;
        chronicle.repeated(boundary.iteration(), attempt, reason);
        return this;
    }

    private Behavior<Command> onStop() {
        if (stopping || agenda.isAt(Phase.END)) {
            return this;
        }
        stopping = true;
        return walks.cancel() ? saveAndEnd() : this;
    }

    /** Where nothing is done yet, nothing is saved: the stage begins again where the one before it ended. */
    private Behavior<Command> saveAndEnd() {
        agenda.end();
        return boundary.iteration() == 0 ? end(new StageOutcome.Stopped()) : save(!stopping);
    }

    private Behavior<Command> save(boolean stageEnd) {
        int number = site.iterationsBefore(work.stage().name()) + boundary.iteration();
        var answer = context.messageAdapter(CheckpointKeeper.Outcome.class, Kept::new);
        site.checkpoints().tell(boundary.save(number, walks.older(), supplies.policy(), stageEnd, answer));
        return this;
    }

    private Behavior<Command> onSaved(CheckpointKeeper.Saved saved) {
        boundary.letGo(saved.networks());
        chronicle.saved(saved);
        if (!agenda.isAt(Phase.END) || saved.state().iteration() != boundary.iteration()) {
            return this;
        }
        return end(
                stopping
                        ? new StageOutcome.Stopped()
                        : new StageOutcome.Finished(site.models(saved.path(), work), metrics));
    }

    private Behavior<Command> end(StageOutcome outcome) {
        site.stopWorkers();
        replyTo.tell(failure != null ? failure : outcome);
        return Behaviors.stopped();
    }
}
