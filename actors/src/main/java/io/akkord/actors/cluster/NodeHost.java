package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.policies.tensor.Device;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lends a JVM's devices to runs; one for each JVM that has any.
 *
 * <p>A device is lent to one run at a time. The host opens it for the run and closes it afterwards, so nothing of a run
 * is left for the next one. A run that vanishes has given everything back.
 */
public final class NodeHost extends AbstractOnMessageBehavior<NodeHost.Command> {

    /** Where runs find the hosts of a cluster. */
    public static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "node-host");

    /** What a host is asked. */
    public sealed interface Command {}

    /**
     * Lend a run free devices.
     *
     * @param name what the run calls this node
     * @param most how many devices it wants at most
     * @param work hears what they do; once it is gone, the run is
     */
    record Take(RunOrder order, String name, int most, ActorRef<DeviceLog.Worked> work, ActorRef<Answer> replyTo)
            implements Command, WireMessage {}

    /** The run needs its devices no longer. */
    record GiveBack(String run) implements Command, WireMessage {}

    /** Say what there is. */
    public record Describe(ActorRef<Described> replyTo) implements Command, WireMessage {}

    private record AgentStopped(String run) implements Command {}

    private record DevicesClosed(String run) implements Command {}

    /** How {@link Take} ends. */
    sealed interface Answer {

        /** Who answers. */
        ActorRef<Command> host();
    }

    /** The devices are the run's, in the order in which {@code agent} counts them. */
    record Taken(ActorRef<Command> host, ActorRef<NodeAgent.Command> agent, List<DeviceOffer> devices, String plane)
            implements Answer, WireMessage {}

    /** None are; {@code reason} goes on after the node's name. */
    record Refused(ActorRef<Command> host, String reason) implements Answer, WireMessage {}

    /**
     * What a run gets.
     *
     * @param name the node's and its own, {@code node0/cpu0}
     * @param kind {@code cpu-core}
     * @param memoryBytes its share of the machine's
     */
    public record DeviceOffer(String name, String kind, long memoryBytes) {}

    /** How many devices there are, how many of them nobody has, and the memory of each. */
    public record Described(ActorRef<Command> host, int devices, int free, long memoryBytes) implements WireMessage {}

    private record Lease(
            RunOrder order, List<Integer> slots, List<Device> devices, ActorRef<DeviceLog.Worked> work, Taken answer) {}

    private final ActorContext<Command> context;
    private final Offer offer;
    private final NodeLines lines;
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private int agents;

    /**
     * Starts a host and makes it known to the cluster.
     *
     * @param lines how the node keeps bulk and reaches others
     */
    public static Behavior<Command> create(Offer offer, NodeLines lines) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return new NodeHost(context, offer, lines);
        });
    }

    private NodeHost(ActorContext<Command> context, Offer offer, NodeLines lines) {
        super(context);
        this.context = context;
        this.offer = offer;
        this.lines = lines;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Take take -> onTake(take);
            case GiveBack(String run) -> onGiveBack(run);
            case Describe(ActorRef<Described> replyTo) -> onDescribe(replyTo);
            case AgentStopped(String run) -> onAgentStopped(run);
            case DevicesClosed(String run) -> onDevicesClosed(run);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            leases.values().forEach(lease -> lease.devices().forEach(Device::close));
        }
        return this;
    }

    private Behavior<Command> onTake(Take take) {
        Lease known = leases.get(take.order().id());
        Answer answer;
        if (known != null) {
            answer = known.order().equals(take.order())
                    ? known.answer()
                    : refused("serves run " + take.order().id() + " under another experiment");
        } else {
            try {
                answer = lend(take, understood(take.order()));
            } catch (UserError e) {
                answer = refused("refuses: " + e.getMessage());
            }
        }
        take.replyTo().tell(answer);
        return this;
    }

    private Refused refused(String reason) {
        return new Refused(context.getSelf(), reason);
    }

    private Experiment understood(RunOrder order) {
        if (!order.version().equals(NodeSystem.VERSION)) {
            throw new UserError("it is Akkord " + NodeSystem.VERSION + ", the run is of " + order.version()
                    + "; start both from the same version");
        }
        if (!order.wire().equals(offer.wire())) {
            throw new UserError("its messages are of table " + offer.wire() + ", the run's of " + order.wire()
                    + "; start both from the same build");
        }
        return order.rebuilt();
    }

    private Answer lend(Take take, Experiment experiment) {
        List<Integer> slots = free().stream().limit(take.most()).toList();
        if (slots.isEmpty()) {
            return refused("has no free device: all " + offer.devices() + " are lent to "
                    + String.join(", ", leases.keySet()));
        }
        Consumer<Device.Interval> work = DeviceLog.to(take.work());
        List<Device> devices = IntStream.range(0, slots.size())
                .mapToObj(i -> Device.open(take.name() + "/cpu" + i, work))
                .toList();
        Duration deadline = experiment.runtime().stepDeadline();
        ActorRef<NodeAgent.Command> agent = context.spawn(
                NodeAgent.create(experiment, devices, lines.port(deadline), lines.hub(deadline, work)),
                "agent-" + agents++);
        var answer = new Taken(
                context.getSelf(),
                agent,
                devices.stream()
                        .map(device -> new DeviceOffer(device.name(), "cpu-core", memoryBytes()))
                        .toList(),
                lines.address());
        context.watchWith(take.work(), new GiveBack(take.order().id()));
        context.watchWith(agent, new AgentStopped(take.order().id()));
        leases.put(take.order().id(), new Lease(take.order(), slots, devices, take.work(), answer));
        return answer;
    }

    private long memoryBytes() {
        var machine = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return machine.getTotalMemorySize() / offer.devices();
    }

    private List<Integer> free() {
        var free = new ArrayList<>(IntStream.range(0, offer.devices()).boxed().toList());
        leases.values().forEach(lease -> free.removeAll(lease.slots()));
        return free;
    }

    private Behavior<Command> onGiveBack(String run) {
        Lease lease = leases.get(run);
        if (lease != null) {
            context.unwatch(lease.work());
            context.stop(lease.answer().agent());
        }
        return this;
    }

    /** The workers have stopped; now each device ends what it is at, which may take a while. */
    private Behavior<Command> onAgentStopped(String run) {
        List<Device> devices = lease(run).devices();
        var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        context.pipeToSelf(
                CompletableFuture.runAsync(() -> devices.forEach(Device::close), blocking),
                (_, _) -> new DevicesClosed(run));
        return this;
    }

    private Lease lease(String run) {
        return Objects.requireNonNull(leases.get(run), run);
    }

    private Behavior<Command> onDevicesClosed(String run) {
        context.unwatch(lease(run).work());
        leases.remove(run);
        return this;
    }

    private Behavior<Command> onDescribe(ActorRef<Described> replyTo) {
        replyTo.tell(new Described(context.getSelf(), offer.devices(), free().size(), memoryBytes()));
        return this;
    }
}
