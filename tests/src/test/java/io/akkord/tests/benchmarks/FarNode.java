package io.akkord.tests.benchmarks;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.WireMessage;
import io.akkord.actors.wire.WireTable;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;

/** The node in the other JVM: it holds the weights, and sends them the way that a line on its standard input names. */
final class FarNode {

    static final Duration DEADLINE = Duration.ofSeconds(60);
    static final long TENSOR_BYTES = 64 << 20;
    static final int TENSORS = 16;
    static final int CHUNK_BYTES = 1 << 20;

    /** A question of the control plane. */
    record Ping(ActorRef<Pong> replyTo) implements WireMessage {}

    /** Its answer. */
    record Pong() implements WireMessage {}

    /** An actor system with what a node has for bulk, and a guardian that answers pings. */
    record Node(ActorSystem<Ping> system, ColumnStore store, BulkPort port) {

        static Node start(SocketPlane plane) {
            var lane = new CompletableFuture<ActorRef<BulkLane.Command>>();
            var stores = new CompletableFuture<ColumnStore>();
            ActorSystem<Ping> system = NodeSystem.embedded(
                    Behaviors.<Ping>setup(context -> {
                        var store = ColumnStore.create(context.getSystem());
                        stores.complete(store);
                        lane.complete(context.spawn(BulkLane.create(store, plane, DEADLINE), BulkLane.NAME));
                        return Behaviors.receiveMessage(ping -> {
                            ping.replyTo().tell(new Pong());
                            return Behaviors.same();
                        });
                    }),
                    NodeConfig.embedded(),
                    WireTable.core().from(WireTable.FIRST_FREE, Ping.class, Pong.class),
                    JournalTable.empty());
            var port = new BulkPort(stores.join(), lane.join(), system, DEADLINE);
            return new Node(system, stores.join(), port);
        }
    }

    private final SocketPlane plane = SocketPlane.open("127.0.0.1", null);
    private final Node node = Node.start(plane);
    private final MemorySegment weights = Arena.global().allocate(TENSORS * TENSOR_BYTES, 64);
    private final MemorySegment heap = MemorySegment.ofArray(new float[(int) (TENSORS * TENSOR_BYTES / Float.BYTES)]);

    private FarNode() {}

    /** Says where it is, then sends until its input ends. */
    public static void main(String[] arguments) throws IOException {
        var far = new FarNode();
        for (long at = 0; at < far.weights.byteSize(); at += Long.BYTES) {
            far.weights.set(ValueLayout.JAVA_LONG, at, at * 0x9E3779B97F4A7C15L);
        }
        far.heap.copyFrom(far.weights);
        ColumnRef ref = far.publish();
        System.out.println(ref.node() + " " + ref.id());
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            var to = new InetSocketAddress("127.0.0.1", Integer.parseInt(words[1]));
            switch (words[0]) {
                case "raw" -> far.sendRaw(to, false);
                case "copied" -> far.sendRaw(to, true);
                default -> far.send(to, Long.parseLong(words[2]), words[0].equals("heap"));
            }
        }
        far.plane.close();
        far.node.system().terminate();
    }

    private ColumnRef publish() {
        var tensors = new LinkedHashMap<String, HostTensor>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put(
                    "layer." + i,
                    new HostTensor(
                            DType.F32,
                            new long[] {4096, TENSOR_BYTES / Float.BYTES / 4096},
                            weights.asSlice(i * TENSOR_BYTES, TENSOR_BYTES)));
        }
        return node.store().put(new Weights(tensors));
    }

    private void send(InetSocketAddress to, long stream, boolean fromHeap) {
        MemorySegment all = fromHeap ? heap : weights;
        for (int i = 0; i < TENSORS; i++) {
            plane.send(to, new Tag(stream, 0, 0), all.asSlice(i * TENSOR_BYTES, TENSOR_BYTES), DEADLINE);
        }
    }

    /** What nothing can be faster than: a loop around a socket, with or without a copy to a direct buffer. */
    private void sendRaw(InetSocketAddress to, boolean copied) throws IOException {
        try (var channel = SocketChannel.open(to)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
            for (long at = 0; at < weights.byteSize(); at += CHUNK_BYTES) {
                if (copied) {
                    MemorySegment.copy(heap, at, MemorySegment.ofBuffer(buffer.clear()), 0, CHUNK_BYTES);
                } else {
                    buffer = weights.asSlice(at, CHUNK_BYTES).asByteBuffer();
                }
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
    }
}
