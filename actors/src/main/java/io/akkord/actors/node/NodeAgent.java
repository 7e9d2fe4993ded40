package io.akkord.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Offers a JVM's devices to a run and starts workers on them.
 *
 * <p>The agent outlives its workers: a worker that crashes stops, whoever watches it asks the agent for another, and the
 * new one is stale until it is refitted.
 */
public final class NodeAgent extends AbstractOnMessageBehavior<NodeAgent.Command> {

    /** What an agent is asked. */
    public sealed interface Command {}

    /**
     * Start a worker for a network, or for one rank's part of it.
     *
     * @param key comes back with the answer
     * @param device of this node, from 0
     * @param tokenizer where the bytes of its {@code tokenizer.json} lie
     */
    public record StartWorker(int key, Role role, int device, ColumnRef tokenizer, ActorRef<StartOutcome> replyTo)
            implements Command, WireMessage {}

    /** Start the worker that scores. */
    public record StartRewardWorker(ActorRef<RewardWorkerStarted> replyTo) implements Command, WireMessage {}

    /** Stop a worker for a network; its device stays, and frees the network once it has done what it is at. */
    public record StopWorker(ActorRef<ModelWorker.Command> worker) implements Command, WireMessage {}

    /** Stop every worker of this node; devices stay. */
    public record StopWorkers() implements Command, WireMessage {}

    private record Equipped(
            StartWorker start,
            @Nullable Tokenizer tokenizer,
            @Nullable Throwable error) implements Command {}

    /** How starting a worker ends. */
    public sealed interface StartOutcome extends WireMessage {}

    /** The worker is there, and stale. */
    public record WorkerStarted(int key, ActorRef<ModelWorker.Command> worker) implements StartOutcome {}

    /** It is not. */
    public record NotStarted(int key, String reason) implements StartOutcome {}

    /** The worker is there. */
    public record RewardWorkerStarted(ActorRef<RewardWorker.Command> worker) implements WireMessage {}

    private final ActorContext<Command> context;
    private final NodeSite site;
    private final List<Device> devices;
    private final List<ActorRef<?>> workers = new ArrayList<>();
    private final Map<ColumnRef, CompletionStage<Tokenizer>> tokenizers = new HashMap<>();
    private int started;

    /** Starts an agent; one without devices is enough for the worker that scores. */
    public static Behavior<Command> create(
            Experiment experiment, List<Device> devices, BulkPort port, CollectiveHub hub) {
        return Behaviors.setup(context -> new NodeAgent(context, NodeSite.of(experiment, port, hub), devices));
    }

    private NodeAgent(ActorContext<Command> context, NodeSite site, List<Device> devices) {
        super(context);
        this.context = context;
        this.site = site;
        this.devices = List.copyOf(devices);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case StartWorker start -> onStartWorker(start);
            case Equipped equipped -> onEquipped(equipped);
            case StartRewardWorker(ActorRef<RewardWorkerStarted> replyTo) -> onStartRewardWorker(replyTo);
            case StopWorker(ActorRef<ModelWorker.Command> worker) -> onStopWorker(worker);
            case StopWorkers() -> onStopWorkers();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            tokenizers.values().forEach(each -> each.thenAccept(Tokenizer::close));
            site.port().close();
            site.hub().close();
        }
        return this;
    }

    private Behavior<Command> onStartWorker(StartWorker start) {
        context.pipeToSelf(
                tokenizers.computeIfAbsent(
                        start.tokenizer(), ref -> site.port().bytes(ref).thenApply(Tokenizer::of)),
                (tokenizer, error) -> new Equipped(start, tokenizer, error));
        return this;
    }

    private Behavior<Command> onEquipped(Equipped equipped) {
        StartWorker start = equipped.start();
        Tokenizer tokenizer = equipped.tokenizer();
        if (tokenizer == null) {
            tokenizers.remove(start.tokenizer());
            start.replyTo().tell(new NotStarted(start.key(), "no tokenizer: " + equipped.error()));
            return this;
        }
        ActorRef<ModelWorker.Command> worker = context.spawn(
                ModelWorker.create(site, start.role(), devices.get(start.device()), tokenizer),
                start.role().key() + "-" + started++);
        workers.add(worker);
        start.replyTo().tell(new WorkerStarted(start.key(), worker));
        return this;
    }

    private Behavior<Command> onStartRewardWorker(ActorRef<RewardWorkerStarted> replyTo) {
        ActorRef<RewardWorker.Command> worker = context.spawn(RewardWorker.create(site), "reward-scorer-" + started++);
        workers.add(worker);
        replyTo.tell(new RewardWorkerStarted(worker));
        return this;
    }

    private Behavior<Command> onStopWorker(ActorRef<ModelWorker.Command> worker) {
        if (workers.remove(worker)) {
            context.stop(worker);
        }
        return this;
    }

    private Behavior<Command> onStopWorkers() {
        workers.forEach(context::stop);
        workers.clear();
        site.fetches().forget();
        return this;
    }
}
