package io.akkord.actors.wire.socket;

import static io.akkord.actors.wire.socket.TwoPlanes.LONG;
import static io.akkord.actors.wire.socket.TwoPlanes.failure;
import static io.akkord.actors.wire.socket.TwoPlanes.random;
import static io.akkord.actors.wire.socket.TwoPlanes.running;
import static io.akkord.actors.wire.socket.TwoPlanes.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class TwoProcessesTest {

    @Test
    void bytesLeaveTheProcessAndComeBack() throws Exception {
        try (var near = SocketPlane.open("127.0.0.1", null);
                var far = FarPlane.start(near.address())) {
            MemorySegment into = Arena.ofAuto().allocate(FarPlane.LENGTH);
            for (int message = 1; message <= 3; message++) {
                MemorySegment bytes = random(message, FarPlane.LENGTH);
                near.send(far.address(), tag(1), bytes, LONG);
                near.receive(tag(2), into, LONG);
                assertEquals(-1, bytes.mismatch(into));
            }
            assertTrue(near.bytesSent() > 3L * FarPlane.LENGTH);
            assertTrue(near.bytesReceived() > 3L * FarPlane.LENGTH);
        }
    }

    /** Once it has taken in 24 MiB and sends them back, where nobody receives, it takes in no more than a window. */
    @Test
    void receiverThatIsKilledInTheMiddleEndsTheTransfer() throws Exception {
        try (var near = SocketPlane.open("127.0.0.1", null);
                var far = FarPlane.start(near.address())) {
            MemorySegment message = random(1, FarPlane.LENGTH);
            near.send(far.address(), tag(1), message, LONG);
            var sender = running(() -> {
                while (true) {
                    near.send(far.address(), tag(1), message, LONG);
                }
            });
            var waiting = running(() -> near.receive(tag(2), Arena.ofAuto().allocate(FarPlane.LENGTH), LONG));
            waiting.join();
            var second = running(() -> {
                while (true) {
                    near.receive(tag(2), Arena.ofAuto().allocate(FarPlane.LENGTH), LONG);
                }
            });
            far.kill();
            String sent = failure(sender);
            assertTrue(
                    sent.contains("the connection to 127.0.0.1:" + far.address().getPort() + " broke"), sent);
            String received = failure(second);
            assertTrue(
                    received.contains(
                            "the connection to 127.0.0.1:" + far.address().getPort() + " broke"),
                    received);
        }
    }
}
