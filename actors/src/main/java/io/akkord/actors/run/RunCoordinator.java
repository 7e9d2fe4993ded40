package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import io.akkord.actors.checkpoint.Checkpoint;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.cluster.RunNodes;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.configs.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Owns a run's life: its stages one after another, and its journal.
 *
 * <p>Event-sourced: every phase is a fact before the next begins. A run that was killed replays its facts, finds its
 * newest checkpoint and goes on as if nothing had happened; the facts after that checkpoint tell people what was lost,
 * not the run what to do.
 */
public final class RunCoordinator extends EventSourcedBehavior<RunCoordinator.Command, Fact, RunState> {

    /** What a run is asked. */
    public sealed interface Command {}

    /** Save the last boundary and end. */
    public record Stop() implements Command {}

    /** Journal a fact, and say so to whoever waits for it. */
    record Record(Fact fact, String subject, ActorRef<Recorder.Acknowledged> replyTo) implements Command {}

    private record Reported(RunNodes.Report report) implements Command {}

    private record ChildLost(String child) implements Command {}

    private record StageEnded(String stage, long startNanos, StageOutcome outcome) implements Command {}

    private final ActorContext<Command> context;
    private final Mission mission;
    private final Map<String, StageWork> works;
    private @Nullable RunSite site;
    private @Nullable ActorRef<StageCoordinator.Command> stage;
    private boolean stopping;
    private boolean regrouping;
    private int stages;

    /** Starts a run, or goes on with the one whose journal lies in the same place. */
    static Behavior<Command> create(Mission mission) {
        return Behaviors.setup(context -> new RunCoordinator(context, mission));
    }

    private RunCoordinator(ActorContext<Command> context, Mission mission) {
        super(PersistenceId.ofUniqueId("run"));
        this.context = context;
        this.mission = mission;
        this.works = StageWork.of(mission.experiment());
    }

    @Override
    public RunState emptyState() {
        return RunState.empty();
    }

    @Override
    public EventHandler<RunState, Fact> eventHandler() {
        return RunState::after;
    }

    @Override
    public SignalHandler<RunState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.instance(),
                        _ -> context.spawn(
                                mission.nodes(context.messageAdapter(RunNodes.Report.class, Reported::new)), "nodes"))
                .build();
    }

    @Override
    public CommandHandler<Command, Fact, RunState> commandHandler() {
        return (state, command) -> switch (command) {
            case Record record ->
                Effect()
                        .persist(record.fact())
                        .thenRun(() -> record.replyTo().tell(new Recorder.Acknowledged(record.subject())));
            case Reported(RunNodes.Report report) -> onReported(state, report);
            case StageEnded ended -> onStageEnded(state, ended);
            case ChildLost(String child) -> onChildLost(child);
            case Stop() -> onStop();
        };
    }

    private Effect<Fact, RunState> onReported(RunState state, RunNodes.Report report) {
        return switch (report) {
            case RunNodes.Gathered(List<RunNode> nodes) -> onGathered(state, nodes);
            case RunNodes.NotGathered(String reason) ->
                Effect().none().thenRun(_ -> mission.ending().complete(new RunEnding.Unserved(reason)));
            case RunNodes.Joined(RunNode node) -> onJoined(node);
            case RunNodes.Left(RunNode node) -> onLeft(state, node);
        };
    }

    /** The stage saves its boundary; it goes on from there, planned for more nodes. */
    private Effect<Fact, RunState> onJoined(RunNode node) {
        var more = new ArrayList<>(here().nodes());
        more.add(node);
        site = here().on(more);
        mission.tell(node);
        if (stage != null && !stopping) {
            regrouping = true;
            stage.tell(new StageCoordinator.Stop());
        }
        return Effect().none();
    }

    /** What a node held of the networks is lost with it: the stage begins again where its newest checkpoint ends. */
    private Effect<Fact, RunState> onLeft(RunState state, RunNode node) {
        var left = new ArrayList<>(here().nodes());
        if (!left.remove(node)) {
            return Effect().none();
        }
        if (left.isEmpty()) {
            String reason =
                    "the last node, at " + node.address() + ", is gone; --resume goes on from the last checkpoint";
            return end(new Fact.RunEnded(reason), new RunEnding.Broken(reason, Fault.INFRASTRUCTURE));
        }
        mission.lost(node);
        boolean walking = stage != null && !stopping;
        if (walking) {
            context.stop(Objects.requireNonNull(stage));
            stage = null;
        }
        here().stopWorkers();
        site = here().on(left);
        return walking ? regroup(state) : Effect().none();
    }

    private Effect<Fact, RunState> regroup(RunState state) {
        regrouping = false;
        here().metrics().tell(new MetricsJournal.Rewind(state::iterationsKept));
        return goOn(
                state,
                new Fact.NodesChanged(
                        here().nodes().stream().map(RunNode::address).toList()));
    }

    private Effect<Fact, RunState> onGathered(RunState state, List<RunNode> nodes) {
        nodes.forEach(mission::tell);
        var metrics = context.spawn(MetricsJournal.create(mission.directory(), state::iterationsKept), "metrics");
        var keeper = context.spawn(
                CheckpointKeeper.create(
                        mission.directory(),
                        mission.experiment().runtime().keepCheckpoints(),
                        mission.port(),
                        mission.trace()),
                "checkpoints");
        watch(metrics);
        watch(keeper);
        site = new RunSite(
                mission.experiment(),
                mission.directory(),
                NodeCluster.of(nodes, mission.experiment().plan()),
                new RowFeeds(mission.experiment(), works.values()),
                mission.port(),
                nodes,
                mission.home(),
                keeper,
                metrics,
                new Recorder(context.getSelf(), mission.watchers()));
        boolean resumed = state.checkpoint().isPresent() || !state.finished().isEmpty();
        return goOn(
                state,
                new Fact.RunBegun(
                        mission.experiment().name(), mission.experiment().seed(), resumed));
    }

    private void watch(ActorRef<?> child) {
        context.watchWith(child, new ChildLost(child.path().name()));
    }

    /** Journals what has happened together with the stage that begins because of it, then begins it. */
    private Effect<Fact, RunState> goOn(RunState state, Fact fact) {
        Optional<Stage> next = nextStage(state.after(fact));
        var facts = new ArrayList<Fact>(List.of(fact));
        next.ifPresent(each -> facts.add(new Fact.StageBegun(each.name())));
        return Effect()
                .persist(facts)
                .thenRun(after -> next.ifPresentOrElse(each -> start(each, after), () -> complete(after)));
    }

    private Optional<Stage> nextStage(RunState state) {
        return mission.experiment().stages().stream()
                .filter(each -> !state.finished().containsKey(each.name()))
                .findFirst();
    }

    private void start(Stage next, RunState state) {
        Optional<Checkpoint> resumed = state.checkpoint()
                .filter(written -> written.stage().equals(next.name()))
                .map(written -> new Checkpoint(Path.of(written.path())));
        var start = new StageStart(state.trained(), resumed, state.evaluation(next.name(), "before"));
        long begun = System.nanoTime();
        stage = context.spawn(
                StagePreparation.create(
                        here(),
                        work(next),
                        start,
                        context.messageAdapter(
                                StageOutcome.class, outcome -> new StageEnded(next.name(), begun, outcome))),
                "stage-" + next.name() + "-" + stages++);
        watch(stage);
        if (stopping) {
            stage.tell(new StageCoordinator.Stop());
        }
    }

    private RunSite here() {
        return Objects.requireNonNull(site, "site");
    }

    private StageWork work(Stage each) {
        return Objects.requireNonNull(works.get(each.name()), each.name());
    }

    private Effect<Fact, RunState> onStageEnded(RunState state, StageEnded ended) {
        stage = null;
        mission.trace().addRun(ended.stage(), "stage", ended.startNanos(), System.nanoTime());
        return switch (ended.outcome()) {
            case StageOutcome.Finished(var models, var metrics) -> {
                double seconds = (System.nanoTime() - ended.startNanos()) / 1e9;
                var byKey = new LinkedHashMap<String, String>();
                models.forEach((role, path) -> byKey.put(role.key(), path));
                mission.watchers().accept(new RunEvent.StageFinished(ended.stage(), seconds));
                yield goOn(state, new Fact.StageFinished(ended.stage(), byKey, seconds, metrics));
            }
            case StageOutcome.Stopped() when regrouping -> regroup(state);
            case StageOutcome.Stopped() -> end(new Fact.RunEnded("stopped"), new RunEnding.Interrupted(newest(state)));
            case StageOutcome.Failed failed -> {
                String reason = Failures.sentence(ended.stage(), failed, newest(state));
                yield end(new Fact.RunEnded(reason), new RunEnding.Broken(reason, failed.cause()));
            }
        };
    }

    /** A stage that has ended well is no longer {@link #stage}; anything else that stops has crashed. */
    private Effect<Fact, RunState> onChildLost(String child) {
        boolean expected = stage == null
                || (child.startsWith("stage-") && !stage.path().name().equals(child));
        String reason = child + " crashed; run.log in the run directory says why";
        return expected
                ? Effect().none()
                : end(new Fact.RunEnded(reason), new RunEnding.Broken(reason, Fault.INFRASTRUCTURE));
    }

    private Effect<Fact, RunState> end(Fact.RunEnded fact, RunEnding ending) {
        return Effect().persist(fact).thenRun(state -> close(ending));
    }

    private static String newest(RunState state) {
        return state.checkpoint().map(Fact.CheckpointWritten::path).orElse("");
    }

    private void complete(RunState state) {
        Map<String, StageReport> reports = StageReport.of(mission.experiment(), works, state);
        close(new RunEnding.Completed(reports, newest(state)));
    }

    /** Lets the metrics reach the disk, then tells whoever waits for the run. */
    private void close(RunEnding ending) {
        context.getChild("nodes").ifPresent(context::stop);
        here().metrics().tell(new MetricsJournal.Close(() -> mission.ending().complete(ending)));
    }

    private Effect<Fact, RunState> onStop() {
        if (!stopping) {
            stopping = true;
            if (stage != null) {
                stage.tell(new StageCoordinator.Stop());
            }
        }
        return Effect().none();
    }
}
