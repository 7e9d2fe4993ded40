package io.akkord.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offers a JVM's devices to a run and starts workers on them.
 *
 * <p>The agent outlives its workers: a worker that crashes stops, whoever watches it asks the agent for another, and the
 * new one is stale until it is refitted.
 */
public final class NodeAgent extends AbstractOnMessageBehavior<NodeAgent.Command> {

    /** What an agent is asked. */
    public sealed interface Command {}

    /** Start a worker for a network. */
    public record StartWorker(Role role, int device, String tokenizer, ActorRef<WorkerStarted> replyTo)
            implements Command, WireMessage {}

    /** Start the worker that scores. */
    public record StartRewardWorker(ActorRef<RewardWorkerStarted> replyTo) implements Command, WireMessage {}

    /** Stop a worker for a network; its device stays, and frees the network once it has done what it is at. */
    public record StopWorker(ActorRef<ModelWorker.Command> worker) implements Command, WireMessage {}

    /** Stop every worker of this node; devices stay. */
    public record StopWorkers() implements Command, WireMessage {}

    /** The worker is there, and stale. */
    public record WorkerStarted(Role role, ActorRef<ModelWorker.Command> worker) implements WireMessage {}

    /** The worker is there. */
    public record RewardWorkerStarted(ActorRef<RewardWorker.Command> worker) implements WireMessage {}

    private final ActorContext<Command> context;
    private final NodeSite site;
    private final List<Device> devices;
    private final List<ActorRef<?>> workers = new ArrayList<>();
    private final Map<String, Tokenizer> tokenizers = new HashMap<>();
    private int started;

    /** Starts an agent; one without devices is enough for the worker that scores. */
    public static Behavior<Command> create(Experiment experiment, List<Device> devices, BulkPort port) {
        return Behaviors.setup(context -> new NodeAgent(context, NodeSite.of(experiment, port), devices));
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
            case StartRewardWorker(ActorRef<RewardWorkerStarted> replyTo) -> onStartRewardWorker(replyTo);
            case StopWorker(ActorRef<ModelWorker.Command> worker) -> onStopWorker(worker);
            case StopWorkers() -> onStopWorkers();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            tokenizers.values().forEach(Tokenizer::close);
        }
        return this;
    }

    private Behavior<Command> onStartWorker(StartWorker start) {
        Tokenizer tokenizer = tokenizers.computeIfAbsent(start.tokenizer(), path -> Tokenizer.open(Path.of(path)));
        ActorRef<ModelWorker.Command> worker = context.spawn(
                ModelWorker.create(site, start.role(), devices.get(start.device()), tokenizer),
                start.role().key() + "-" + started++);
        workers.add(worker);
        start.replyTo().tell(new WorkerStarted(start.role(), worker));
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
        return this;
    }
}
