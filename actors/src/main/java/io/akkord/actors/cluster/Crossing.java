package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.actors.wire.DataPlane;
import io.akkord.actors.wire.socket.SocketPlane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the values and ranks of a JVM meet those of others.
 *
 * @param store what stays here
 * @param lane the way to other stores
 * @param hub where ranks meet
 * @param plane what carries both; null where this JVM has no others
 */
public record Crossing(
        ColumnStore store,
        ActorRef<BulkLane.Command> lane,
        CollectiveHub hub,
        @Nullable DataPlane plane) implements AutoCloseable {

    /** How long a value on its way may make no progress. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** A JVM without others, below the guardian of its system. */
    public static Crossing alone(ActorContext<?> guardian, Duration deadline) {
        var store = ColumnStore.create(guardian.getSystem());
        return new Crossing(
                store,
                guardian.spawn(BulkLane.alone(store), BulkLane.NAME),
                CollectiveHub.alone(deadline, _ -> {}),
                null);
    }

    /**
     * A member of a cluster, below the guardian of its system; bulk listens on a free port.
     *
     * @param deadline of every wait for another rank
     */
    public static Crossing among(ActorContext<?> guardian, Duration deadline) {
        var store = ColumnStore.create(guardian.getSystem());
        DataPlane plane = SocketPlane.open(NodeSystem.host(guardian.getSystem()), null);
        return new Crossing(
                store,
                guardian.spawn(BulkLane.create(store, plane, SILENCE), BulkLane.NAME),
                CollectiveHub.on(plane, deadline, _ -> {}),
                plane);
    }

    /** Where the plane listens, {@code host:port}; empty where there is none. */
    public String address() {
        return plane == null
                ? ""
                : plane.address().getHostString() + ":" + plane.address().getPort();
    }

    @Override
    public void close() {
        hub.close();
        if (plane != null) {
            plane.close();
        }
    }
}
