package io.akkord.actors.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.akkord.policies.tensor.Device.Interval;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one run: finds the hosts of the cluster, leases their devices, and says when one comes or goes.
 *
 * <p>Hosts are asked one after another, in the order of their addresses, until the run has what it wants. Once this actor
 * stops, all is given back.
 */
public final class RunNodes extends AbstractOnMessageBehavior<RunNodes.Command> {

    /** What the finder of nodes is asked: nothing, it is only ever told. */
    public sealed interface Command {}

    private record Listed(Receptionist.Listing listing) implements Command {}

    private record Answered(NodeHost.Answer answer) implements Command {}

    private record HostSilent(ActorRef<NodeHost.Command> host) implements Command {}

    private record ListingSilent() implements Command {}

    private record AgentLost(String node) implements Command {}

    /** What a run hears of its nodes. */
    public sealed interface Report {}

    /** The run has what it wants; comes first, once. */
    public record Gathered(List<RunNode> nodes) implements Report {}

    /** It cannot get that; {@code reason} is for people. Nothing comes after it. */
    public record NotGathered(String reason) implements Report {}

    /** One more node, for a run that takes what there is. */
    public record Joined(RunNode node) implements Report {}

    /** A node is gone, with all that ran on it. */
    public record Left(RunNode node) implements Report {}

    /** How long a cluster may take to list its hosts, and a host to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final RunOrder order;
    private final int wanted;
    private final ActorRef<Report> replyTo;
    private final ActorRef<DeviceLog.Worked> log;
    private final ActorRef<NodeHost.Answer> answers;
    private final Queue<ActorRef<NodeHost.Command>> unasked = new ArrayDeque<>();
    private final Set<ActorRef<NodeHost.Command>> known = new HashSet<>();
    private final Map<String, RunNode> nodes = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<ActorRef<NodeHost.Command>> taken = new ArrayList<>();
    private @Nullable ActorRef<NodeHost.Command> asked;
    private boolean gathered;
    private int named;

    /**
     * Starts to look; this JVM must be in its cluster already.
     *
     * @param wanted how many devices, 0 for all that are free
     * @param trace hears what they do, on this JVM's clock
     */
    public static Behavior<Command> create(
            RunOrder order, int wanted, Consumer<Interval> trace, ActorRef<Report> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(
                            NodeHost.KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
            timers.startSingleTimer(new ListingSilent(), PATIENCE);
            return new RunNodes(context, timers, order, wanted, trace, replyTo);
        }));
    }

    private RunNodes(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RunOrder order,
            int wanted,
            Consumer<Interval> trace,
            ActorRef<Report> replyTo) {
        super(context);
        this.context = context;
        this.timers = timers;
        this.order = order;
        this.wanted = wanted;
        this.replyTo = replyTo;
        this.log = context.spawn(DeviceLog.create(trace), "device-log");
        this.answers = context.messageAdapter(NodeHost.Answer.class, Answered::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Listed(Receptionist.Listing listing) -> onListed(listing);
            case Answered(NodeHost.Answer answer) -> onAnswered(answer);
            case HostSilent(var host) -> onAnswered(new NodeHost.Refused(host, "does not answer"));
            case ListingSilent() -> gathered ? this : askNext();
            case AgentLost(String node) -> onAgentLost(node);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            taken.forEach(host -> host.tell(new NodeHost.GiveBack(order.id())));
        }
        return this;
    }

    /** Hosts are listed one by one as the cluster hears of them; the run waits until all its nodes are there. */
    private Behavior<Command> onListed(Receptionist.Listing listing) {
        listing.getServiceInstances(NodeHost.KEY).stream()
                .filter(known::add)
                .sorted(Comparator.comparing(this::address))
                .forEach(unasked::add);
        return gathered || known.size() >= Math.max(1, hosts()) ? askNext() : this;
    }

    private long hosts() {
        var state = Cluster.get(context.getSystem()).state();
        Set<Member> unreachable = state.getUnreachable();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .filter(member -> member.hasRole(NodeConfig.NODE_ROLE))
                .filter(member -> member.status() == MemberStatus.up() && !unreachable.contains(member))
                .count();
    }

    private String address(ActorRef<?> host) {
        Address address = host.path().address();
        Address own = Cluster.get(context.getSystem()).selfMember().address();
        return NodeSystem.hostAndPort(address.hasGlobalScope() ? address : own);
    }

    private Behavior<Command> askNext() {
        if (asked != null) {
            return this;
        }
        int missing = wanted == 0 ? Integer.MAX_VALUE : wanted - devices();
        ActorRef<NodeHost.Command> next = missing > 0 ? unasked.poll() : null;
        if (next == null) {
            return gathered ? this : settle();
        }
        asked = next;
        next.tell(new NodeHost.Take(order, "node" + named, missing, log, answers));
        timers.startSingleTimer(new HostSilent(next), PATIENCE);
        return this;
    }

    private int devices() {
        return nodes.values().stream().mapToInt(node -> node.devices().size()).sum();
    }

    private Behavior<Command> onAnswered(NodeHost.Answer answer) {
        ActorRef<NodeHost.Command> host = answer.host();
        if (!host.equals(asked)) {
            host.tell(new NodeHost.GiveBack(order.id()));
            return this;
        }
        asked = null;
        timers.cancel(new HostSilent(host));
        switch (answer) {
            case NodeHost.Taken it -> {
                var node = new RunNode("node" + named++, address(host), it.agent(), it.devices(), it.plane());
                nodes.put(node.name(), node);
                taken.add(host);
                context.watchWith(it.agent(), new AgentLost(node.name()));
                if (gathered) {
                    replyTo.tell(new Joined(node));
                }
            }
            case NodeHost.Refused it -> refusals.add("the node at " + address(host) + " " + it.reason());
        }
        return askNext();
    }

    private Behavior<Command> settle() {
        gathered = true;
        if (!nodes.isEmpty() && devices() >= wanted) {
            replyTo.tell(new Gathered(List.copyOf(nodes.values())));
            return this;
        }
        replyTo.tell(new NotGathered(shortage()));
        return Behaviors.stopped();
    }

    private String shortage() {
        String reasons = refusals.isEmpty() ? "" : ": " + String.join("; ", refusals);
        if (known.isEmpty()) {
            return "the cluster has no node that offers devices; start one with `akkord node --seed HOST:PORT`";
        }
        return nodes.isEmpty()
                ? "the cluster has no device for the run" + reasons
                : "runtime.devices asks for " + wanted + " devices and the cluster has " + devices() + " free"
                        + reasons;
    }

    private Behavior<Command> onAgentLost(String name) {
        replyTo.tell(new Left(Objects.requireNonNull(nodes.remove(name), name)));
        return this;
    }
}
