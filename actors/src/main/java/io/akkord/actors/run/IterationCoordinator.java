package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Walks a workflow once: hands out whatever is ready, records what is done, and ends.
 *
 * <p>One coordinator lives for one attempt at one iteration, so a half-finished iteration has no state anywhere else.
 * The death of any worker ends it in one place; whether the iteration is begun again is the stage's decision. It learns
 * what may start from {@link Workflow#ready} alone and never asks which algorithm it walks.
 */
public final class IterationCoordinator extends AbstractOnMessageBehavior<IterationCoordinator.Command> {

    /** Nobody outside talks to it: workers answer in their own words, which it adapts. */
    public sealed interface Command {}

    private record Ended(StepCall.Outcome outcome) implements Command {}

    private record Recorded(String step) implements Command {}

    private record WorkerLost(String worker) implements Command {}

    private record Overdue(String step) implements Command {}

    private record StartReady() implements Command {}

    /** How the walk ends. */
    public sealed interface Outcome {}

    /**
     * Every step is done.
     *
     * @param outputs where the yielded columns lie, by name
     * @param carried values of the carried columns for the next iteration
     * @param metrics of all steps, merged
     * @param published every network that was trained, as it is now
     * @param seconds how long each step took, waiting for its device included
     * @param busySeconds how long each step of a network kept its device busy
     */
    public record Finished(
            Map<String, ColumnRef> outputs,
            Map<String, double[]> carried,
            Metrics metrics,
            Map<Role, PublishedNetwork> published,
            Map<String, Double> seconds,
            Map<String, Double> busySeconds)
            implements Outcome {

        /** What was measured in this walk and in one before, of the same iteration. */
        Finished after(Finished before) {
            var all = new Metrics().addAll(before.metrics).addAll(metrics);
            var took = new LinkedHashMap<>(before.seconds);
            took.putAll(seconds);
            var busy = new LinkedHashMap<>(before.busySeconds);
            busy.putAll(busySeconds);
            var yielded = new LinkedHashMap<>(before.outputs);
            yielded.putAll(outputs);
            return new Finished(yielded, carried, all, published, took, busy);
        }
    }

    /** A step did not end well; {@code leftovers} are the columns yielded until then. */
    public record Failed(String step, String reason, Fault cause, List<ColumnRef> leftovers) implements Outcome {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Walk walk;
    private final Recorder recorder;
    private final BulkPort port;
    private final ActorRef<Outcome> replyTo;
    private final ActorRef<StepCall.Outcome> answers;
    private final ActorRef<Recorder.Acknowledged> acknowledged;
    private final HostMaths maths;
    private final StepLauncher launcher;

    private final Set<String> started = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private final Map<String, Long> startNanos = new HashMap<>();
    private final Map<String, ColumnRef> columns;
    private final Map<String, ColumnRef> outputs = new LinkedHashMap<>();
    private final Map<String, double[]> carried;
    private final Map<Role, PublishedNetwork> published = new EnumMap<>(Role.class);
    private final Map<String, StepCall.Done> done = new HashMap<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /** Starts walking; by a message, since only an actor that is there gives back what it has taken when it fails. */
    public static Behavior<Command> create(Walk walk, Recorder recorder, BulkPort port, ActorRef<Outcome> replyTo) {
        return Behaviors.withTimers(timers -> Behaviors.setup(context -> {
            context.getSelf().tell(new StartReady());
            return new IterationCoordinator(context, timers, walk, recorder, port, replyTo);
        }));
    }

    private IterationCoordinator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Walk walk,
            Recorder recorder,
            BulkPort port,
            ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.timers = timers;
        this.walk = walk;
        this.recorder = recorder;
        this.port = port;
        this.replyTo = replyTo;
        this.answers = context.messageAdapter(StepCall.Outcome.class, Ended::new);
        this.acknowledged = context.messageAdapter(Recorder.Acknowledged.class, ack -> new Recorded(ack.subject()));
        this.maths = new HostMaths(port, context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        ActorRef<Command> self = context.getSelf();
        this.launcher = new StepLauncher(context, walk, port, () -> self.tell(new StartReady()));
        this.columns = new HashMap<>(walk.inputs());
        this.carried = new HashMap<>(walk.carried());
        walk.workers().networks().values().forEach(workers -> workers.ranks().forEach(this::watch));
        walk.workers().reward().ifPresent(this::watch);
    }

    private void watch(ActorRef<?> worker) {
        context.watchWith(worker, new WorkerLost(worker.path().name()));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Ended(StepCall.Done result) -> onDone(result);
            case Ended(StepCall.Failed failed) -> fail(failed.step(), failed.reason(), failed.cause());
            case Recorded(String step) -> onRecorded(step);
            case WorkerLost(String worker) -> fail("iteration", "worker " + worker + " died", Fault.INFRASTRUCTURE);
            case StartReady() -> {
                startReady();
                yield this;
            }
            case Overdue(String step) -> fail(step, "no answer within " + walk.stepDeadline(), Fault.INFRASTRUCTURE);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            launcher.close();
        }
        return this;
    }

    private void startReady() {
        for (Step step : walk.workflow().ready(started, finished)) {
            if (!launcher.mayStart(step)) {
                continue;
            }
            started.add(step.name());
            startNanos.put(step.name(), System.nanoTime());
            recorder.started(walk.stage(), walk.iteration(), step.name());
            timers.startSingleTimer(step.name(), new Overdue(step.name()), walk.stepDeadline());
            start(step);
        }
    }

    private void start(Step step) {
        StepCall call = call(step);
        switch (step) {
            case Step.Generate _, Step.Infer _, Step.Train _ ->
                launcher.start(
                        step,
                        call,
                        latest(step.role().orElseThrow()),
                        step.guest().map(this::latest).orElse(null));
            case Step.Score score -> walk.workers().reward().orElseThrow().tell(new RewardWorker.Perform(call));
            case Step.Compute compute -> compute(compute, call);
        }
    }

    private StepCall call(Step step) {
        var inputs = new HashMap<String, ColumnRef>();
        var states = new HashMap<String, double[]>();
        for (Column<?> column : step.inputs()) {
            if (column.isCarried()) {
                states.put(column.name(), carriedValue(column));
            } else {
                inputs.put(column.name(), columns.get(column.name()));
            }
        }
        return StepCall.withoutNetwork(
                walk.stage(), step.name(), walk.iteration(), walk.attempt(), inputs, states, answers);
    }

    private PublishedNetwork latest(Role role) {
        PublishedNetwork trained = published.get(role);
        return trained != null
                ? trained
                : Objects.requireNonNull(walk.networks().get(role), role.key());
    }

    private double[] carriedValue(Column<?> column) {
        double[] value = carried.get(column.name());
        if (value == null && column.initial() instanceof State initial) {
            return initial.numbers();
        }
        return value == null ? new double[0] : value;
    }

    private void compute(Step.Compute step, StepCall call) {
        context.pipeToSelf(
                maths.compute(step, call, walk.text()),
                (value, error) -> new Ended(
                        value != null ? value : new StepCall.Failed(step.name(), String.valueOf(error), Fault.DATA)));
    }

    private Behavior<Command> onDone(StepCall.Done result) {
        timers.cancel(result.step());
        done.put(result.step(), result);
        double took = (System.nanoTime() - startNanos.getOrDefault(result.step(), System.nanoTime())) / 1e9;
        seconds.put(result.step(), took);
        columns.putAll(result.outputs());
        outputs.putAll(result.outputs());
        carried.putAll(result.carried());
        if (result.published() != null) {
            PublishedNetwork replaced = published.put(result.published().role(), result.published());
            if (replaced != null) {
                port.release(replaced.refs());
            }
        }
        recorder.finished(walk.stage(), walk.iteration(), walk.attempt(), result.step(), took, acknowledged);
        return done.size() == walk.workflow().steps().size() ? finish() : this;
    }

    private Behavior<Command> onRecorded(String step) {
        finished.add(step);
        for (Step each : walk.workflow().steps()) {
            if (each.name().equals(step)) {
                launcher.ended(each, finished);
            }
        }
        startReady();
        return this;
    }

    /** The last step's fact is on its way to the journal, where it comes before that of the iteration. */
    private Behavior<Command> finish() {
        var metrics = new Metrics();
        var busy = new LinkedHashMap<String, Double>();
        for (Step each : walk.workflow().steps()) {
            StepCall.Done result = done.get(each.name());
            if (result != null) {
                result.metrics().forEach((name, mean) -> metrics.add(name, mean.sum(), mean.weight()));
                busy.put(each.name(), result.busySeconds());
            }
        }
        replyTo.tell(
                new Finished(Map.copyOf(outputs), Map.copyOf(carried), metrics, Map.copyOf(published), seconds, busy));
        return Behaviors.stopped();
    }

    private Behavior<Command> fail(String step, String reason, Fault cause) {
        launcher.cancel();
        var leftovers = new ArrayList<>(outputs.values());
        published.values().forEach(shard -> leftovers.addAll(shard.refs()));
        replyTo.tell(new Failed(step, reason, cause, leftovers));
        return Behaviors.stopped();
    }
}
