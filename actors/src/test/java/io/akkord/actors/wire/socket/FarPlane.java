package io.akkord.actors.wire.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A plane in a JVM of its own that sends back, on stream 2, each message of a fixed length that comes on stream 1. */
final class FarPlane {

    static final int LENGTH = 24 << 20;

    private FarPlane() {}

    /** Starts one that talks to the plane at {@code near}. */
    static FarJvm start(InetSocketAddress near) throws IOException {
        return new FarJvm(FarPlane.class, near);
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
