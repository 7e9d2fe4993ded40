package io.akkord.actors.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HelloTest {

    private static final long MAGIC = 0x414B4B4F52440D0AL;

    private final TwoPlanes planes = new TwoPlanes();

    @AfterEach
    void close() {
        planes.close();
    }

    private String greetedWith(byte[] greeting) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = TwoPlanes.running(() -> answer(server, greeting));
            String said = failureAt(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
            answered.join();
            return said;
        }
    }

    private static void answer(ServerSocket server, byte[] greeting) {
        try (Socket caller = server.accept()) {
            new DataOutputStream(caller.getOutputStream()).write(greeting);
            while (caller.getInputStream().read() >= 0) {}
        } catch (IOException e) {
            // The caller hung up, which is what is tested.
            return;
        }
    }

    private String failureAt(InetSocketAddress peer) {
        return TwoPlanes.failure(
                planes.sending(peer, TwoPlanes.tag(1), MemorySegment.ofArray(new byte[1]), Duration.ofSeconds(1)));
    }

    @Test
    void planeOfAnotherVersionIsRefused() throws IOException {
        byte[] greeting = ByteBuffer.allocate(28).putLong(MAGIC).putInt(2).array();
        assertTrue(greetedWith(greeting).endsWith("it speaks version 2 of the data plane, this node version 1"));
    }

    @Test
    void serverOfAnotherKindIsRefused() throws IOException {
        assertTrue(greetedWith(new byte[28]).endsWith("what answers there is no data plane"));
    }

    @Test
    void serverThatSaysNothingIsLeftAtTheDeadline() throws IOException {
        String said = greetedWith(new byte[0]);
        assertTrue(said.endsWith("it has not answered for 1000 ms"), said);
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() {
        var at = new InetSocketAddress("127.0.0.1", 0);
        try (var closed = SocketPlane.open(at, "a secret", null);
                var friend = SocketPlane.open(at, "a secret", null)) {
            assertTrue(failureAt(closed.address()).endsWith("it refuses this node: their secrets differ"));
            friend.send(closed.address(), TwoPlanes.tag(1), TwoPlanes.random(1, 9), TwoPlanes.LONG);
            var arrived = MemorySegment.ofArray(new byte[9]);
            closed.receive(TwoPlanes.tag(1), arrived, TwoPlanes.LONG);
            assertEquals(-1, TwoPlanes.random(1, 9).mismatch(arrived));
        }
    }
}
