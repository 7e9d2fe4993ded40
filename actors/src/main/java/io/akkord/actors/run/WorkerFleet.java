package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.Shard;
import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.workflow.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one worker for each network of a stage, and brings each through DEAD, RESTARTING and STALE to READY.
 *
 * <p>The fleet starts what is missing where the plan says, refits what is stale, and answers only when every worker
 * serves the version it was asked to. What died since the last time is noticed by watching, not by asking.
 */
final class WorkerFleet extends AbstractOnMessageBehavior<WorkerFleet.Command> {

    /** What a fleet is asked. */
    sealed interface Command {}

    /**
     * Make every worker serve its shard.
     *
     * @param shards every network of the stage as published
     * @param stale the networks to refit even if their workers live: those that may have been trained since
     */
    record MakeReady(Map<Role, Shard> shards, Set<Role> stale, ActorRef<Outcome> replyTo) implements Command {}

    /** Give up the workers of networks that go elsewhere; they start there when the fleet is made ready. */
    record Relocate(Map<Role, Integer> devices) implements Command {}

    private record Started(NodeAgent.WorkerStarted started) implements Command {}

    private record RewardStarted(NodeAgent.RewardWorkerStarted started) implements Command {}

    private record Refitted(ModelWorker.RefitOutcome outcome) implements Command {}

    private record Lost(ActorRef<?> worker) implements Command {}

    /** How making ready ends. */
    sealed interface Outcome {}

    /**
     * All workers serve what they were asked to.
     *
     * @param seconds from when they were asked
     */
    record Ready(
            Map<Role, ActorRef<ModelWorker.Command>> models,
            Optional<ActorRef<RewardWorker.Command>> reward,
            double seconds)
            implements Outcome {

        /** The worker of a network that the stage has. */
        ActorRef<ModelWorker.Command> model(Role role) {
            return Optional.ofNullable(models.get(role))
                    .orElseThrow(() -> new IllegalStateException("no worker for " + role.key()));
        }
    }

    /** A worker could not be made ready. */
    record NotReady(String reason) implements Outcome {}

    private final ActorContext<Command> context;
    private final ActorRef<NodeAgent.Command> node;
    private final ActorRef<NodeAgent.Command> home;
    private final Map<Role, Integer> devices;
    private final String tokenizer;
    private final boolean scores;
    private final Map<Role, ActorRef<ModelWorker.Command>> models = new EnumMap<>(Role.class);
    private final Set<Role> waiting = EnumSet.noneOf(Role.class);
    private @Nullable ActorRef<RewardWorker.Command> reward;
    private @Nullable MakeReady asked;
    private long askedNanos;

    /** Starts a fleet without workers; those of {@code work} will live where the stage's plan says. */
    static Behavior<Command> create(RunSite site, StageWork work, StageSupplies supplies) {
        return Behaviors.setup(context -> new WorkerFleet(
                context,
                site.node(),
                site.home(),
                site.deviceOf(supplies.plan()),
                supplies.policy().toString(),
                work.scores()));
    }

    private WorkerFleet(
            ActorContext<Command> context,
            ActorRef<NodeAgent.Command> node,
            ActorRef<NodeAgent.Command> home,
            Map<Role, Integer> devices,
            String tokenizer,
            boolean scores) {
        super(context);
        this.context = context;
        this.node = node;
        this.home = home;
        this.devices = new EnumMap<>(devices);
        this.tokenizer = tokenizer;
        this.scores = scores;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case MakeReady makeReady -> onMakeReady(makeReady);
            case Relocate(Map<Role, Integer> elsewhere) -> onRelocate(elsewhere);
            case Started(NodeAgent.WorkerStarted started) -> onStarted(started);
            case RewardStarted(NodeAgent.RewardWorkerStarted started) -> onRewardStarted(started);
            case Refitted(ModelWorker.RefitOutcome outcome) -> onRefitted(outcome);
            case Lost(ActorRef<?> worker) -> onLost(worker);
        };
    }

    private Behavior<Command> onMakeReady(MakeReady makeReady) {
        asked = makeReady;
        askedNanos = System.nanoTime();
        waiting.clear();
        for (Role role : makeReady.shards().keySet()) {
            ActorRef<ModelWorker.Command> worker = models.get(role);
            if (worker == null) {
                waiting.add(role);
                start(role);
            } else if (makeReady.stale().contains(role)) {
                waiting.add(role);
                refit(makeReady, role, worker);
            }
        }
        if (scores && reward == null) {
            home.tell(new NodeAgent.StartRewardWorker(
                    context.messageAdapter(NodeAgent.RewardWorkerStarted.class, RewardStarted::new)));
        }
        return answerIfReady();
    }

    private Behavior<Command> onRelocate(Map<Role, Integer> elsewhere) {
        elsewhere.forEach((role, device) -> {
            ActorRef<ModelWorker.Command> worker = models.get(role);
            if (worker != null && device != deviceOf(role)) {
                models.remove(role);
                context.unwatch(worker);
                node.tell(new NodeAgent.StopWorker(worker));
            }
            devices.put(role, device);
        });
        return this;
    }

    private int deviceOf(Role role) {
        return devices.getOrDefault(role, 0);
    }

    private void start(Role role) {
        node.tell(new NodeAgent.StartWorker(
                role, deviceOf(role), tokenizer, context.messageAdapter(NodeAgent.WorkerStarted.class, Started::new)));
    }

    private void refit(MakeReady makeReady, Role role, ActorRef<ModelWorker.Command> worker) {
        Shard shard = makeReady.shards().get(role);
        if (shard == null) {
            throw new IllegalStateException("no weights for " + role.key());
        }
        worker.tell(
                new ModelWorker.Refit(shard, context.messageAdapter(ModelWorker.RefitOutcome.class, Refitted::new)));
    }

    private Behavior<Command> onStarted(NodeAgent.WorkerStarted started) {
        context.watchWith(started.worker(), new Lost(started.worker()));
        models.put(started.role(), started.worker());
        if (asked != null) {
            refit(asked, started.role(), started.worker());
        }
        return this;
    }

    private Behavior<Command> onRewardStarted(NodeAgent.RewardWorkerStarted started) {
        context.watchWith(started.worker(), new Lost(started.worker()));
        reward = started.worker();
        return answerIfReady();
    }

    private Behavior<Command> onRefitted(ModelWorker.RefitOutcome outcome) {
        return switch (outcome) {
            case ModelWorker.Refitted(Role role, long version) -> {
                waiting.remove(role);
                yield answerIfReady();
            }
            case ModelWorker.RefitFailed(Role role, String reason) ->
                answer(new NotReady(role.key() + " worker could not take its weights: " + reason));
        };
    }

    private Behavior<Command> onLost(ActorRef<?> worker) {
        boolean wasModel = models.values().removeIf(worker::equals);
        if (worker.equals(reward)) {
            reward = null;
        }
        boolean needed = wasModel || scores;
        return asked != null && needed
                ? answer(new NotReady("worker " + worker.path().name() + " died"))
                : this;
    }

    private Behavior<Command> answerIfReady() {
        if (asked == null || !waiting.isEmpty() || (scores && reward == null)) {
            return this;
        }
        double seconds = (System.nanoTime() - askedNanos) / 1e9;
        return answer(new Ready(Map.copyOf(models), Optional.ofNullable(reward), seconds));
    }

    private Behavior<Command> answer(Outcome outcome) {
        if (asked != null) {
            asked.replyTo().tell(outcome);
            asked = null;
        }
        return this;
    }
}
