package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.collective.CollectiveInterval;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.actors.wire.DataPlane;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.tensor.Device.Interval;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM keeps its bulk, and reaches that of others: a store, a lane over all stores, and, in a cluster, a data plane.
 *
 * @param plane null where the JVM is a cluster of its own
 */
public record NodeLines(
        ActorContext<?> context,
        ColumnStore store,
        ActorRef<BulkLane.Command> lane,
        @Nullable DataPlane plane) {

    /** How long a transfer may make no progress. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** What is too short and too small to be worth a line in a trace. */
    private static final long SHORT_NANOS = 1_000_000;

    private static final long SMALL_BYTES = 64 << 10;

    /** Those of a JVM that is a cluster of its own. */
    public static NodeLines alone(ActorContext<?> context) {
        var store = ColumnStore.create(context.getSystem());
        return new NodeLines(context, store, context.spawn(BulkLane.alone(store), BulkLane.NAME), null);
    }

    /** Those of a member of a cluster; the plane listens where its actor system does, on a free port. */
    public static NodeLines member(ActorContext<?> context) {
        var store = ColumnStore.create(context.getSystem());
        String host = NodeSystem.address(context.getSystem()).replaceFirst(":[0-9]+$", "");
        DataPlane plane = SocketPlane.open(host, null);
        context.getSystem().getWhenTerminated().thenAccept(_ -> plane.close());
        return new NodeLines(
                context, store, context.spawn(BulkLane.create(store, plane, SILENCE), BulkLane.NAME), plane);
    }

    /** Where the plane listens, {@code host:port}; empty without one. */
    public String address() {
        return plane == null
                ? ""
                : plane.address().getHostString() + ":" + plane.address().getPort();
    }

    /**
     * A door to all stores, for one run.
     *
     * @param deadline how long one value may take to arrive
     */
    public BulkPort port(Duration deadline) {
        return new BulkPort(store, lane, context.getSystem(), deadline);
    }

    /**
     * Where the ranks of one run meet on this node.
     *
     * @param deadline of every wait for another rank
     * @param work hears of collectives that take long or move much
     */
    public CollectiveHub hub(Duration deadline, Consumer<Interval> work) {
        Consumer<CollectiveInterval> trace = done -> {
            if (done.endNanos() - done.startNanos() > SHORT_NANOS || done.bytes() > SMALL_BYTES) {
                work.accept(
                        new Interval(done.device() + " collectives", done.label(), done.startNanos(), done.endNanos()));
            }
        };
        return plane == null ? CollectiveHub.alone(deadline, trace) : CollectiveHub.on(plane, deadline, trace);
    }
}
