package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import com.esotericsoftware.kryo.KryoException;
import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.policies.weights.TensorSlice;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches bulk values for the actors of its node, from whichever node made them.
 *
 * <p>On the same node a pull is a look-up and nothing is copied. From another node only the request is a message; the bytes
 * come over the {@link DataPlane}, each transfer as a stream of its own, sent and received on threads that may wait. Lanes
 * find each other by their place, so this actor is a child of the guardian, called {@link #NAME}.
 */
public final class BulkLane extends AbstractOnMessageBehavior<BulkLane.Command> {

    /** The lane's name under the guardian. */
    public static final String NAME = "bulk-lane";

    private static final String LEFT = "it has left the cluster";
    private static final Logger LOG = LoggerFactory.getLogger(BulkLane.class);
    private static final SecureRandom STREAMS = new SecureRandom();

    /** What a lane can be asked. */
    public sealed interface Command {}

    /**
     * Fetch what {@code ref} leads to; answered by one {@link Outcome}.
     *
     * @param slices of the tensors that lie there, each to arrive as a tensor of that name; none for the whole value
     */
    public record Pull(ColumnRef ref, List<TensorSlice> slices, ActorRef<Outcome> replyTo) implements Command {

        /** Fetch all of it. */
        public Pull(ColumnRef ref, ActorRef<Outcome> replyTo) {
            this(ref, List.of(), replyTo);
        }
    }

    /** From the lane of another node: send what {@code ref} leads to, to the plane at that host and port. */
    record Serve(ColumnRef ref, List<TensorSlice> slices, String host, int port, long stream)
            implements Command, WireMessage {}

    /** Have the nodes that hold these values forget them. */
    public record Release(List<ColumnRef> refs) implements Command {}

    /** From the lane of another node: forget values of this one. */
    record Forget(List<ColumnRef> refs) implements Command, WireMessage {}

    private record Changed(ClusterEvent.MemberEvent event) implements Command {}

    /** How a pull ends. */
    public sealed interface Outcome {}

    /** The value, complete and as it was sent. */
    public record Pulled(ColumnRef ref, BulkValue value) implements Outcome {}

    /** The value did not come; {@code reason} names the node and the cause. */
    public record PullFailed(ColumnRef ref, String reason) implements Outcome {}

    private final ColumnStore store;
    private final @Nullable BulkTransfer transfer;
    private final ActorRefResolver resolver;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /** Streams that are waited for, and the nodes they come from. */
    private final Map<Tag, String> awaited = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("bulk-", 0).factory());

    /**
     * A lane over the values of one node among several.
     *
     * @param silence how long a transfer may make no progress before it fails
     */
    public static Behavior<Command> create(ColumnStore store, DataPlane plane, Duration silence) {
        return Behaviors.setup(
                context -> new BulkLane(context, store, new BulkTransfer(plane, new BulkCodec(), silence)));
    }

    /** A lane of a node that has no others, and so no data plane. */
    public static Behavior<Command> alone(ColumnStore store) {
        return Behaviors.setup(context -> new BulkLane(context, store, null));
    }

    private BulkLane(ActorContext<Command> context, ColumnStore store, @Nullable BulkTransfer transfer) {
        super(context);
        if (transfer != null) {
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                            ClusterEvent.MemberEvent.class));
        }
        this.store = store;
        this.transfer = transfer;
        this.resolver = ActorRefResolver.get(context.getSystem());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Pull pull -> threadFor(pull).execute(() -> pull.replyTo().tell(outcome(pull)));
            case Serve serve -> threads.execute(() -> serve(serve));
            case Release(List<ColumnRef> refs) ->
                refs.stream()
                        .collect(Collectors.groupingBy(ColumnRef::node))
                        .forEach((node, theirs) -> lane(node).tell(new Forget(theirs)));
            case Forget(List<ColumnRef> refs) -> refs.forEach(store::release);
            case Changed(ClusterEvent.MemberEvent event) -> onChanged(event);
        }
        return this;
    }

    /** Whoever waits for a node that the cluster has given up need not wait for its silence. */
    private void onChanged(ClusterEvent.MemberEvent event) {
        String node = event.member().address().toString();
        if (event instanceof ClusterEvent.MemberRemoved) {
            gone.add(node);
            awaited.forEach((tag, from) -> {
                if (from.equals(node)) {
                    Objects.requireNonNull(transfer).plane().abandon(tag, LEFT);
                }
            });
        } else {
            gone.remove(node);
        }
    }

    /** What is only looked up needs no thread. */
    private Executor threadFor(Pull pull) {
        return pull.ref().node().equals(store.node()) && pull.slices().isEmpty() ? Runnable::run : threads;
    }

    private Outcome outcome(Pull pull) {
        ColumnRef ref = pull.ref();
        try {
            return new Pulled(
                    ref, ref.node().equals(store.node()) ? find(ref).cut(pull.slices()) : fetch(ref, pull.slices()));
        } catch (TransferFailed | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new PullFailed(
                    ref, "node " + ref.node() + " did not give value " + ref.id() + ": " + e.getMessage());
        } catch (KryoException e) {
            LOG.error("a value from node {} cannot be read", ref.node(), e);
            return new PullFailed(ref, "a value from node " + ref.node() + " cannot be read: " + e.getMessage());
        }
    }

    private BulkValue find(ColumnRef ref) {
        return store.find(ref).orElseThrow(() -> new TransferFailed("it was released, or the node restarted"));
    }

    private BulkValue fetch(ColumnRef ref, List<TensorSlice> slices) {
        if (transfer == null) {
            throw new TransferFailed("node " + store.node() + " has no data plane");
        }
        long stream = STREAMS.nextLong();
        InetSocketAddress here = transfer.plane().address();
        var tag = new Tag(stream, 0, 0);
        awaited.put(tag, ref.node());
        try {
            if (gone.contains(ref.node())) {
                throw new TransferFailed(LEFT);
            }
            lane(ref.node()).tell(new Serve(ref, slices, here.getHostString(), here.getPort(), stream));
            return transfer.receive(tag);
        } finally {
            awaited.remove(tag);
        }
    }

    private ActorRef<Command> lane(String node) {
        return resolver.resolveActorRef(node + "/user/" + NAME);
    }

    private void serve(Serve serve) {
        if (transfer == null) {
            LOG.error("node {}:{} asks for a value, but this node has no data plane", serve.host(), serve.port());
            return;
        }
        var to = new InetSocketAddress(serve.host(), serve.port());
        var tag = new Tag(serve.stream(), 0, 0);
        try {
            Optional<BulkValue> value = store.find(serve.ref());
            if (value.isPresent()) {
                transfer.send(to, tag, value.get(), serve.slices());
            } else {
                transfer.refuse(to, tag, "it was released, or the node restarted");
            }
        } catch (TransferFailed e) {
            LOG.warn("a value did not reach node {}:{}", serve.host(), serve.port(), e);
        }
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            threads.shutdown();
        }
        return this;
    }
}
