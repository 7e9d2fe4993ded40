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
import io.akkord.actors.node.Shard;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private record Supplied(@Nullable StageSupplies supplies, @Nullable Throwable error) implements Command {}

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
    private final ActorRef<Outcome> replyTo;
    private final ActorRef<Recorder.Acknowledged> recorded;

    private Phase phase = Phase.EVALUATE_BEFORE;
    private int iteration;
    private int attempt;
    private int children;
    private boolean stopping;
    private @Nullable StageSupplies supplies;
    private @Nullable PublishedShards shards;
    private @Nullable ActorRef<WorkerFleet.Command> fleet;
    private WorkerFleet.@Nullable Ready workers;
    private @Nullable ActorRef<?> walking;
    private Map<String, ColumnRef> inputs = Map.of();
    private Map<String, double[]> carried;
    private Map<String, Double> metrics = Map.of();
    private long iterationStart;
    private int savedIteration = -1;

    /**
     * Starts, or goes on with, a stage.
     *
     * @param site where the run happens and with what
     * @param start where to begin: networks of earlier stages, the checkpoint of this one
     */
    static Behavior<Command> create(RunSite site, StageWork work, StageStart start, ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> new StageCoordinator(context, site, work, start, replyTo));
    }

    private StageCoordinator(
            ActorContext<Command> context,
            RunSite site,
            StageWork work,
            StageStart start,
            ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.site = site;
        this.work = work;
        this.replyTo = replyTo;
        this.recorded = context.messageAdapter(Recorder.Acknowledged.class, ack -> new Recorded(ack.subject()));
        this.carried = new HashMap<>();
        start.resumed().ifPresent(checkpoint -> {
            CheckpointState state = checkpoint.state();
            iteration = state.iteration();
            savedIteration = iteration;
            carried.putAll(state.carried());
        });
        if (start.evaluatedBefore() || !EvaluationCoordinator.applies(work.workflow())) {
            phase = Phase.ITERATE;
        }
        var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> site.gather(work, start), blocking), Supplied::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Supplied(StageSupplies gathered, Throwable error) -> onSupplied(gathered, error);
            case Fleet(WorkerFleet.Ready ready) -> {
                workers = ready;
                yield proceed();
            }
            case Fleet(WorkerFleet.NotReady(String reason)) -> onFault(reason, Fault.INFRASTRUCTURE);
            case Walked(IterationCoordinator.Finished finished) -> onWalked(finished);
            case Walked(IterationCoordinator.Failed failed) -> {
                site.port().release(failed.leftovers());
                yield onFault(failed.step() + ": " + failed.reason(), failed.cause());
            }
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
        shards = new PublishedShards(gathered.shards(), site.port());
        site.recorder().announce(new RunEvent.Planned(name(), gathered.plan().description()));
        site.recorder()
                .announce(new RunEvent.StageStarted(
                        name(), work.workflow().name(), iteration, work.stage().iterations()));
        site.metrics().tell(new MetricsJournal.Planned(name(), gathered.plan()));
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
        fleet().tell(new WorkerFleet.MakeReady(
                shards().current(), stale, context.messageAdapter(WorkerFleet.Outcome.class, Fleet::new)));
        return this;
    }

    private Behavior<Command> proceed() {
        if (stopping) {
            return save(false);
        }
        return switch (phase) {
            case EVALUATE_BEFORE -> evaluate("before", -1);
            case ITERATE -> iteration < work.stage().iterations() ? iterate() : turnTo(afterIterating());
            case EVALUATE_AFTER -> evaluate("after", -2);
            case END -> save(true);
        };
    }

    private Phase afterIterating() {
        return EvaluationCoordinator.applies(work.workflow()) ? Phase.EVALUATE_AFTER : Phase.END;
    }

    private Behavior<Command> turnTo(Phase next) {
        phase = next;
        return proceed();
    }

    private Behavior<Command> evaluate(String when, int key) {
        setInputs(Map.of(Column.PROMPTS.name(), supplies().feed().evaluation()));
        walking = context.spawn(
                EvaluationCoordinator.create(
                        when,
                        walk(key),
                        site.experiment().gold() != null,
                        site.recorder(),
                        site.port(),
                        context.messageAdapter(EvaluationCoordinator.Outcome.class, Judged::new)),
                "evaluation-" + children++);
        return this;
    }

    private Behavior<Command> iterate() {
        setInputs(supplies().feed().rows(iteration));
        iterationStart = System.nanoTime();
        walking = context.spawn(
                IterationCoordinator.create(
                        walk(iteration),
                        site.recorder(),
                        site.port(),
                        context.messageAdapter(IterationCoordinator.Outcome.class, Walked::new)),
                "iteration-" + children++);
        return this;
    }

    private IterationCoordinator.Walk walk(int key) {
        if (workers == null) {
            throw new IllegalStateException("no workers yet");
        }
        return new IterationCoordinator.Walk(
                name(),
                work.workflow(),
                key,
                attempt,
                inputs,
                carried,
                shards().current(),
                workers,
                site.experiment().runtime().stepDeadline());
    }

    private void setInputs(Map<String, ? extends ColumnContent> rows) {
        site.port().release(inputs.values());
        var refs = new HashMap<String, ColumnRef>();
        rows.forEach((name, content) -> refs.put(name, site.port().put(content)));
        inputs = refs;
    }

    private Behavior<Command> onWalked(IterationCoordinator.Finished finished) {
        walking = null;
        site.port().release(finished.outputs().values());
        shards().advance(finished.published());
        carried = new HashMap<>(finished.carried());
        var values = new LinkedHashMap<>(finished.metrics().values());
        finished.seconds().forEach((step, seconds) -> values.put("time/" + step, seconds));
        values.put("time/iteration", (System.nanoTime() - iterationStart) / 1e9);
        metrics = values;
        site.recorder().record(new Fact.IterationFinished(name(), iteration), "iteration", recorded);
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
        iteration++;
        attempt = 0;
        int of = work.stage().iterations();
        site.metrics().tell(new MetricsJournal.Iteration(name(), iteration, of, metrics));
        site.recorder().announce(new RunEvent.IterationFinished(name(), iteration, of, metrics));
        int every = site.experiment().runtime().checkpointEvery();
        if (every > 0 && iteration % every == 0 && iteration < of) {
            keep(false);
        }
        return proceed();
    }

    private Behavior<Command> onJudged(EvaluationCoordinator.Evaluated evaluated) {
        walking = null;
        Evaluation evaluation = evaluated.evaluation();
        site.metrics().tell(new MetricsJournal.Samples(evaluated.samples()));
        site.recorder()
                .announce(new RunEvent.Evaluated(name(), evaluation.when(), evaluation.mean(), evaluation.sd()));
        site.recorder().record(new Fact.Evaluated(name(), evaluation), "evaluation", recorded);
        return this;
    }

    private Behavior<Command> onFault(String reason, Fault cause) {
        walking = null;
        if (stopping) {
            return save(false);
        }
        if (cause == Fault.DATA || attempt >= site.experiment().runtime().retries()) {
            String good = savedIteration >= 0 ? "iteration " + savedIteration : "none yet";
            return end(new Failed(
                    "stage " + name() + ", iteration " + (iteration + 1) + ": " + reason + "; last good checkpoint: "
                            + good,
                    cause));
        }
        attempt++;
        site.recorder().announce(new RunEvent.IterationRepeated(name(), iteration, reason));
        site.recorder().record(new Fact.IterationRepeated(name(), iteration, attempt, reason), "repeat", recorded);
        return this;
    }

    private Behavior<Command> onStop() {
        if (stopping || phase == Phase.END) {
            return this;
        }
        stopping = true;
        if (walking != null) {
            context.stop(walking);
            walking = null;
            Optional.ofNullable(workers)
                    .ifPresent(ready -> ready.models().values().forEach(each -> each.tell(new ModelWorker.Cancel())));
        }
        return shards == null ? end(new Stopped("")) : save(false);
    }

    private Behavior<Command> save(boolean end) {
        phase = Phase.END;
        keep(end);
        return this;
    }

    private void keep(boolean stageEnd) {
        Set<Role> trained = work.workflow().trained();
        var taken = shards().take(trained);
        var updates = new HashMap<String, Long>();
        for (Shard shard : taken) {
            updates.put(shard.role().key(), shard.version());
        }
        site.checkpoints()
                .tell(new CheckpointKeeper.Save(
                        site.iterationsBefore(name()) + iteration,
                        new CheckpointState(name(), iteration, updates, Map.copyOf(carried)),
                        taken,
                        supplies().policy(),
                        stageEnd,
                        context.messageAdapter(CheckpointKeeper.Outcome.class, Kept::new)));
    }

    private Behavior<Command> onSaved(CheckpointKeeper.Saved saved) {
        shards().letGo(saved.shards());
        int saves = saved.state().iteration();
        savedIteration = saves;
        String path = saved.path().toString();
        site.recorder().record(new Fact.CheckpointWritten(name(), saves, path), "checkpoint", recorded);
        site.recorder().announce(new RunEvent.CheckpointWritten(path, saves));
        if (phase != Phase.END || saves != iteration) {
            return this;
        }
        return end(stopping ? new Stopped(path) : new Finished(site.trainedModels(saved.path(), work), metrics));
    }

    private Behavior<Command> end(Outcome outcome) {
        site.port().release(inputs.values());
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

    private PublishedShards shards() {
        return Objects.requireNonNull(shards, "shards");
    }

    private ActorRef<WorkerFleet.Command> fleet() {
        return Objects.requireNonNull(fleet, "fleet");
    }
}
