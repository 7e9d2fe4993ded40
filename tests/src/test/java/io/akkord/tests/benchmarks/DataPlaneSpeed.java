package io.akkord.tests.benchmarks;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.AskPattern;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.tests.benchmarks.FarNode.Node;
import io.akkord.tests.benchmarks.FarNode.Ping;
import io.akkord.tests.benchmarks.FarNode.Pong;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * GiB/s of 1 GiB of float32 weights from another JVM, each way in turn, round after round; and how long a question of the
 * control plane waits meanwhile. The raw socket without copies is the loop that nothing can beat; the one with copies does
 * what the plane must do for weights on the Java heap, and has no checksums.
 */
public final class DataPlaneSpeed {

    private static final double GIB = 1L << 30;

    private enum Way {
        RAW("raw socket, no copy"),
        COPIED("raw socket, copied on both sides"),
        PLANE("plane, native memory, checksums"),
        HEAP("plane, from the heap, checksums"),
        PULL("pull of weights by a node");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final MemorySegment into = Arena.global().allocate(FarNode.TENSORS * FarNode.TENSOR_BYTES, 64);
    private final SocketPlane plane = SocketPlane.open("127.0.0.1", null);
    private final Node node = Node.start(plane);
    private final PrintStream orders;
    private final ColumnRef ref;
    private long stream;

    private DataPlaneSpeed(PrintStream orders, ColumnRef ref) {
        this.orders = orders;
        this.ref = ref;
    }

    /** Prints a table; the argument is how many rounds, 9 if not said. */
    public static void main(String[] arguments) throws Exception {
        if (Runtime.getRuntime().maxMemory() < 3 * GIB) {
            System.err.println("DataPlaneSpeed needs a larger heap: set AKKORD_OPTS=-Xmx4g");
            System.exit(2);
        }
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FarNode.class.getName()));
        Process far = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var orders = new PrintStream(far.getOutputStream(), true);
                BufferedReader answers = far.inputReader()) {
            String[] words = answers.readLine().split(" ");
            var speed = new DataPlaneSpeed(orders, new ColumnRef(words[0], Long.parseLong(words[1]), FarNode.TENSORS));
            speed.measure(rounds);
            speed.plane.close();
            speed.node.system().terminate();
        } finally {
            far.destroy();
        }
    }

    private void measure(int rounds) throws Exception {
        Way[] ways = Way.values();
        var found = new double[ways.length][rounds];
        for (Way way : ways) {
            seconds(way); // the JIT's warm-up
        }
        for (int round = 0; round < rounds; round++) {
            for (Way way : ways) {
                found[way.ordinal()][round] = seconds(way);
            }
        }
        System.out.printf("%-34s %8s %8s %16s%n", "GiB/s", "median", "best", "median to copied");
        double yardstick = rate(found[Way.COPIED.ordinal()], 0.5);
        for (Way way : ways) {
            double[] seconds = found[way.ordinal()];
            double median = rate(seconds, 0.5);
            System.out.printf("%-34s %8.2f %8.2f %16.2f%n", way.title, median, rate(seconds, 0), median / yardstick);
        }
        System.out.printf("%-34s %8s %8s%n", "ms until a ping is answered", "median", "99 %");
        asks("idle", CompletableFuture.completedFuture(0.0));
        asks(
                "while bulk flows",
                CompletableFuture.supplyAsync(() -> seconds(Way.PLANE, Way.PLANE, Way.PLANE, Way.PLANE)));
        asks("while weights are pulled", CompletableFuture.supplyAsync(() -> seconds(Way.PULL, Way.PULL, Way.PULL)));
    }

    private static double rate(double[] seconds, double quantile) {
        return FarNode.TENSORS * FarNode.TENSOR_BYTES / GIB / quantile(seconds, quantile);
    }

    private static double quantile(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (quantile * (sorted.length - 1))];
    }

    private void asks(String when, CompletableFuture<Double> bulk) {
        ActorRef<Ping> far = ActorRefResolver.get(node.system()).resolveActorRef(ref.node() + "/user");
        var waits = new ArrayList<Double>();
        while (waits.size() < 500 || !bulk.isDone()) {
            long start = System.nanoTime();
            AskPattern.<Ping, Pong>ask(
                            far, Ping::new, FarNode.DEADLINE, node.system().scheduler())
                    .toCompletableFuture()
                    .join();
            waits.add((System.nanoTime() - start) / 1e6);
        }
        double[] all = waits.stream().mapToDouble(Double::doubleValue).toArray();
        System.out.printf("%-34s %8.2f %8.2f%n", when, quantile(all, 0.5), quantile(all, 0.99));
    }

    private double seconds(Way... ways) {
        double sum = 0;
        for (Way way : ways) {
            sum += seconds(way);
        }
        return sum;
    }

    private double seconds(Way way) {
        long start = System.nanoTime();
        switch (way) {
            case RAW, COPIED -> receiveRaw(way == Way.COPIED);
            case PLANE, HEAP -> receive(way == Way.HEAP);
            case PULL -> node.port().weights(ref).toCompletableFuture().join();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void receive(boolean fromHeap) {
        var tag = new Tag(++stream, 0, 0);
        orders.println((fromHeap ? "heap " : "native ") + plane.address().getPort() + " " + tag.stream());
        for (int i = 0; i < FarNode.TENSORS; i++) {
            plane.receive(tag, into.asSlice(i * FarNode.TENSOR_BYTES, FarNode.TENSOR_BYTES), FarNode.DEADLINE);
        }
    }

    private void receiveRaw(boolean copied) {
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            orders.println((copied ? "copied " : "raw ") + port);
            try (var channel = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(FarNode.CHUNK_BYTES);
                for (long at = 0; at < into.byteSize(); at += FarNode.CHUNK_BYTES) {
                    MemorySegment target = into.asSlice(at, FarNode.CHUNK_BYTES);
                    ByteBuffer chunk = copied ? buffer.clear() : target.asByteBuffer();
                    while (chunk.hasRemaining()) {
                        if (channel.read(chunk) < 0) {
                            throw new IOException("the far node left");
                        }
                    }
                    if (copied) {
                        target.copyFrom(MemorySegment.ofBuffer(buffer.flip()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
