package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.checkpoint.CheckpointState;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    private record Supplied(
            @Nullable StageSupplies supplies, @Nullable Throwable error) implements Command {}

    private record Fleet(WorkerFleet.Outcome outcome) implements Command {}

    private record Walked(IterationCoordinator.Outcome outcome) implements Command {}

    private record Judged(EvaluationCoordinator.Outcome outcome) implements Command {}

    private record Recorded(String subject) implements Command {}

    private record Kept(CheckpointKeeper.Outcome outcome) implements Command {}

    /** How a stage ends. */
    sealed interface Outcome {}

    /** All iterations are done; {@code models} says where each trained network lies. */
    record Finished(Map<Role, String> models, Map<String, Double> metrics) implements Outcome {}

    /** It was asked to stop, and the last boundary is on disk. */
    record Stopped(String checkpoint) implements Outcome {}

    /** It cannot go on. */
    record Failed(String reason, Fault cause) implements Outcome {}

    private enum Phase {
        EVALUATE_BEFORE,
        ITERATE,
        EVALUATE_AFTER,
        END
    }

    private final ActorContext<Command> context;
    private final RunSite site;
    private final StageWork work;
    private final StageStart start;
    private final ActorRef<Outcome> replyTo;
    private final ActorRef<Recorder.Acknowledged> recorded;

    private Phase phase;
    private boolean stopping;
    private int attempt;
    private int children;
    private int savedIteration;
    private long iterationStart;
    private Map<String, Double> metrics = Map.of();
    private @Nullable StageSupplies supplies;
    private @Nullable StageBoundary boundary;
    private @Nullable ActorRef<WorkerFleet.Command> fleet;
    private WorkerFleet.@Nullable Ready workers;
    private @Nullable ActorRef<?> walking;

    /**
     * Starts, or goes on with, a stage.
     *
     * @param site where the run happens and with what
     * @param start where to begin: networks of earlier stages, the checkpoint of this one
     */
    static Behavior<Command> create(RunSite site, StageWork work, StageStart start, ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> {
            var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            context.pipeToSelf(CompletableFuture.supplyAsync(() -> site.gather(work, start), blocking), Supplied::new);
            return new StageCoordinator(context, site, work, start, replyTo);
        });
    }

    private StageCoordinator(
            ActorContext<Command> context, RunSite site, StageWork work, StageStart start, ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.site = site;
        this.work = work;
        this.start = start;
        this.replyTo = replyTo;
        this.recorded = context.messageAdapter(Recorder.Acknowledged.class, ack -> new Recorded(ack.subject()));
        this.savedIteration = start.state().map(CheckpointState::iteration).orElse(-1);
        boolean judged = EvaluationCoordinator.applies(work.workflow()) && !start.evaluatedBefore();
        this.phase = judged ? Phase.EVALUATE_BEFORE : Phase.ITERATE;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Supplied(StageSupplies gathered, Throwable error) -> onSupplied(gathered, error);
            case Fleet(WorkerFleet.Ready ready) -> onReady(ready);
            case Fleet(WorkerFleet.NotReady(String reason)) -> onFault(reason, Fault.INFRASTRUCTURE);
            case Walked(IterationCoordinator.Finished finished) -> onWalked(finished);
            case Walked(IterationCoordinator.Failed failed) -> onWalkFailed(failed);
            case Judged(EvaluationCoordinator.Evaluated evaluated) -> onJudged(evaluated);
            case Judged(EvaluationCoordinator.Failed(String reason, Fault cause)) -> onFault(reason, cause);
            case Recorded(String subject) -> onRecorded(subject);
            case Kept(CheckpointKeeper.Saved saved) -> onSaved(saved);
            case Kept(CheckpointKeeper.NotSaved notSaved) -> end(new Failed(notSaved.reason(), Fault.DATA));
            case Stop() -> onStop();
        };
    }

    private Behavior<Command> onSupplied(@Nullable StageSupplies gathered, @Nullable Throwable error) {
        if (gathered == null) {
            return end(Failures.of(error));
        }
        supplies = gathered;
        boundary = new StageBoundary(work, gathered.shards(), start.state(), site.port());
        site.metrics().tell(new MetricsJournal.Planned(name(), gathered.plan()));
        site.recorder().announce(new RunEvent.Planned(name(), gathered.plan().description()));
        site.recorder()
                .announce(new RunEvent.StageStarted(
                        name(),
                        work.workflow().name(),
                        boundary.iteration(),
                        work.stage().iterations()));
        fleet = context.spawn(
                WorkerFleet.create(
                        site.node(),
                        site.deviceOf(gathered.plan()),
                        gathered.policy().toString(),
                        work.workflow().steps().stream().anyMatch(Step.Score.class::isInstance)),
                "fleet");
        return makeReady(Set.of());
    }

    private Behavior<Command> makeReady(Set<Role> stale) {
        var answer = context.messageAdapter(WorkerFleet.Outcome.class, Fleet::new);
        Objects.requireNonNull(fleet).tell(new WorkerFleet.MakeReady(boundary().shards(), stale, answer));
        return this;
    }

    private Behavior<Command> onReady(WorkerFleet.Ready ready) {
        workers = ready;
        return proceed();
    }

    private Behavior<Command> proceed() {
        if (stopping) {
            return saveAndEnd();
        }
        return switch (phase) {
            case EVALUATE_BEFORE -> evaluate("before", -1);
            case ITERATE -> boundary().isLast() ? turnTo(afterIterating()) : iterate();
            case EVALUATE_AFTER -> evaluate("after", -2);
            case END -> saveAndEnd();
        };
    }

    private Behavior<Command> turnTo(Phase next) {
        phase = next;
        return proceed();
    }

    private Phase afterIterating() {
        return EvaluationCoordinator.applies(work.workflow()) ? Phase.EVALUATE_AFTER : Phase.END;
    }

    private Behavior<Command> evaluate(String when, int key) {
        var walk = walk(key, Map.of(Column.PROMPTS.name(), supplies().feed().evaluation()));
        boolean gold = site.experiment().gold() != null;
        var answer = context.messageAdapter(EvaluationCoordinator.Outcome.class, Judged::new);
        walking = context.spawn(
                EvaluationCoordinator.create(when, walk, gold, site.recorder(), site.port(), answer),
                "evaluation-" + children++);
        return this;
    }

    private Behavior<Command> iterate() {
        int iteration = boundary().iteration();
        var walk = walk(iteration, supplies().feed().rows(iteration));
        var answer = context.messageAdapter(IterationCoordinator.Outcome.class, Walked::new);
        iterationStart = System.nanoTime();
        walking = context.spawn(
                IterationCoordinator.create(walk, site.recorder(), site.port(), answer), "iteration-" + children++);
        return this;
    }

    private IterationCoordinator.Walk walk(int key, Map<String, ? extends ColumnContent> rows) {
        return boundary()
                .walk(
                        key,
                        attempt,
                        rows,
                        Objects.requireNonNull(workers),
                        site.experiment().runtime().stepDeadline());
    }

    private Behavior<Command> onWalked(IterationCoordinator.Finished finished) {
        walking = null;
        var values = new LinkedHashMap<>(finished.metrics().values());
        finished.seconds().forEach((step, seconds) -> values.put("time/" + step, seconds));
        values.put("time/iteration", (System.nanoTime() - iterationStart) / 1e9);
        metrics = values;
        int done = boundary().iteration();
        boundary().advance(finished);
        site.recorder().record(new Fact.IterationFinished(name(), done), "iteration", recorded);
        return this;
    }

    private Behavior<Command> onRecorded(String subject) {
        return switch (subject) {
            case "iteration" -> onIterationRecorded();
            case "evaluation" -> turnTo(phase == Phase.EVALUATE_BEFORE ? Phase.ITERATE : Phase.END);
            case "repeat" -> makeReady(work.workflow().trained());
            default -> this;
        };
    }

    private Behavior<Command> onIterationRecorded() {
        attempt = 0;
        int done = boundary().iteration();
        int of = work.stage().iterations();
        site.metrics().tell(new MetricsJournal.Iteration(name(), done, of, metrics));
        site.recorder().announce(new RunEvent.IterationFinished(name(), done, of, metrics));
        int every = site.experiment().runtime().checkpointEvery();
        if (every > 0 && done % every == 0 && done < of && !stopping) {
            save(false);
        }
        return proceed();
    }

    private Behavior<Command> onJudged(EvaluationCoordinator.Evaluated evaluated) {
        walking = null;
        Evaluation evaluation = evaluated.evaluation();
        site.metrics().tell(new MetricsJournal.Samples(evaluated.samples()));
        site.recorder().announce(new RunEvent.Evaluated(name(), evaluation.when(), evaluation.mean(), evaluation.sd()));
        site.recorder().record(new Fact.Evaluated(name(), evaluation), "evaluation", recorded);
        return this;
    }

    private Behavior<Command> onWalkFailed(IterationCoordinator.Failed failed) {
        site.port().release(failed.leftovers());
        return onFault(failed.step() + ": " + failed.reason(), failed.cause());
    }

    private Behavior<Command> onFault(String reason, Fault cause) {
        walking = null;
        if (stopping) {
            return this;
        }
        if (cause == Fault.DATA || attempt >= site.experiment().runtime().retries()) {
            return end(new Failed(lament(reason), cause));
        }
        attempt++;
        int iteration = boundary().iteration();
        site.recorder().announce(new RunEvent.IterationRepeated(name(), iteration, reason));
        site.recorder().record(new Fact.IterationRepeated(name(), iteration, attempt, reason), "repeat", recorded);
        return this;
    }

    private String lament(String reason) {
        String good = savedIteration < 0
                ? "there is no checkpoint of this stage yet"
                : "its last good checkpoint is that of iteration " + savedIteration;
        return "stage " + name() + ", iteration " + (boundary().iteration() + 1) + ": " + reason + "; " + good;
    }

    private Behavior<Command> onStop() {
        if (stopping || phase == Phase.END) {
            return this;
        }
        stopping = true;
        if (boundary == null) {
            return end(new Stopped(""));
        }
        if (walking != null) {
            context.stop(walking);
            Objects.requireNonNull(workers).models().values().forEach(each -> each.tell(new ModelWorker.Cancel()));
            return saveAndEnd();
        }
        return this;
    }

    private Behavior<Command> saveAndEnd() {
        phase = Phase.END;
        save(!stopping);
        return this;
    }

    private void save(boolean stageEnd) {
        int number = site.iterationsBefore(name()) + boundary().iteration();
        var answer = context.messageAdapter(CheckpointKeeper.Outcome.class, Kept::new);
        site.checkpoints().tell(boundary().save(number, supplies().policy(), stageEnd, answer));
    }

    private Behavior<Command> onSaved(CheckpointKeeper.Saved saved) {
        boundary().letGo(saved.shards());
        savedIteration = saved.state().iteration();
        String path = saved.path().toString();
        site.recorder().announce(new RunEvent.CheckpointWritten(path, savedIteration));
        site.recorder().record(new Fact.CheckpointWritten(name(), savedIteration, path), "checkpoint", recorded);
        if (phase != Phase.END || savedIteration != boundary().iteration()) {
            return this;
        }
        return end(stopping ? new Stopped(path) : new Finished(site.trainedModels(saved.path(), work), metrics));
    }

    private Behavior<Command> end(Outcome outcome) {
        if (boundary != null) {
            boundary.close();
        }
        site.node().tell(new NodeAgent.StopWorkers());
        replyTo.tell(outcome);
        return Behaviors.stopped();
    }

    private String name() {
        return work.stage().name();
    }

    private StageSupplies supplies() {
        return Objects.requireNonNull(supplies, "supplies");
    }

    private StageBoundary boundary() {
        return Objects.requireNonNull(boundary, "boundary");
    }
}
