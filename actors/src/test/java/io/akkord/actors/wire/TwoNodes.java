package io.akkord.actors.wire;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.weights.TensorSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two systems in one JVM that know each other by address alone, each with a store, a lane and a data plane. */
final class TwoNodes implements AutoCloseable {

    /** A system whose guardian hands everything to its lane. */
    record Node(ActorSystem<BulkLane.Command> system, ColumnStore store, DataPlane plane) {}

    final Node near;
    final Node far;

    TwoNodes(Duration silence) {
        this.near = node(silence);
        this.far = node(silence);
    }

    private static Node node(Duration silence) {
        var store = new CompletableFuture<ColumnStore>();
        DataPlane plane = SocketPlane.open("127.0.0.1", null);
        var system = NodeSystem.embedded(
                Behaviors.<BulkLane.Command>setup(context -> {
                    var lane = context.spawn(
                            BulkLane.create(completed(store, context.getSystem()), plane, silence), BulkLane.NAME);
                    return Behaviors.receiveMessage(message -> {
                        lane.tell(message);
                        return Behaviors.same();
                    });
                }),
                NodeConfig.embedded(),
                WireTable.core(),
                JournalTable.empty());
        return new Node(system, store.join(), plane);
    }

    private static ColumnStore completed(CompletableFuture<ColumnStore> promise, ActorSystem<?> system) {
        var store = ColumnStore.create(system);
        promise.complete(store);
        return store;
    }

    /** Pulls over the near node's lane. */
    BulkLane.Outcome pull(ColumnRef ref, TensorSlice... slices) throws Exception {
        return pulling(ref, slices).get();
    }

    CompletableFuture<BulkLane.Outcome> pulling(ColumnRef ref, TensorSlice... slices) {
        return AskPattern.<BulkLane.Command, BulkLane.Outcome>ask(
                        near.system(),
                        replyTo -> new BulkLane.Pull(ref, List.of(slices), replyTo),
                        Duration.ofSeconds(60),
                        near.system().scheduler())
                .toCompletableFuture();
    }

    static void stop(Node node) throws Exception {
        node.plane().close();
        node.system().terminate();
        node.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        stop(near);
        stop(far);
    }
}
