package io.akkord.actors.wire.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A plane in a JVM of its own that sends back, on stream 2, each message of a fixed length that comes on stream 1. */
final class FarPlane implements AutoCloseable {

    static final int LENGTH = 24 << 20;

    private final Process process;
    private final InetSocketAddress address;

    FarPlane(InetSocketAddress near) throws IOException {
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx128m"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--enable-native"))
                .toList());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), FarPlane.class.getName(), "" + near.getPort()));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.address = new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(process.inputReader().readLine()));
    }

    InetSocketAddress address() {
        return address;
    }

    /** As {@code kill -9} does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        var near = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        var plane = SocketPlane.open("127.0.0.1", null);
        System.out.println(plane.address().getPort());
        Thread.ofPlatform().daemon().start(() -> echo(plane, near));
        // The parent holds the other end of this; when it dies, so does this JVM.
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private static void echo(SocketPlane plane, InetSocketAddress near) {
        MemorySegment message = Arena.global().allocate(LENGTH);
        while (true) {
            plane.receive(TwoPlanes.tag(1), message, TwoPlanes.LONG);
            plane.send(near, TwoPlanes.tag(2), message, TwoPlanes.LONG);
        }
    }
}
