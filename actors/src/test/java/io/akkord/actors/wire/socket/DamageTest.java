package io.akkord.actors.wire.socket;

import static io.akkord.actors.wire.socket.TwoPlanes.LONG;
import static io.akkord.actors.wire.socket.TwoPlanes.failure;
import static io.akkord.actors.wire.socket.TwoPlanes.random;
import static io.akkord.actors.wire.socket.TwoPlanes.tag;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A way between two planes that changes, loses or cuts. */
class DamageTest {

    private static final int LENGTH = 40 << 20;
    private static final int FRAME = Frame.BYTES + Frame.CHUNK_BYTES;

    private final TwoPlanes planes = new TwoPlanes();

    /** What a caller sends before its first frame: magic, version, proof, length of its name, name. */
    private final int hello =
            8 + 4 + 32 + 4 + ("127.0.0.1:" + planes.near.address().getPort()).length();

    @AfterEach
    void close() {
        planes.close();
    }

    private void assertBroken(String reason, int at, int length, Meddler.Mischief mischief) throws IOException {
        for (int receiver = LENGTH; receiver <= LENGTH + 1; receiver++) {
            try (var between = new Meddler(planes.far.address(), hello + at, length, mischief)) {
                var waiting = planes.receiving(tag(receiver), receiver, LONG);
                CompletableFuture<Void> sent =
                        planes.sending(between.address(), tag(receiver), random(1, receiver), LONG);
                String received = failure(waiting);
                assertTrue(received.contains(reason), received);
                String said = failure(sent);
                assertTrue(
                        said.contains("the connection to 127.0.0.1:"
                                + between.address().getPort() + " broke"),
                        said);
            }
        }
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length - 1] ^= 4;
        return bytes;
    }

    @Test
    void changedBitOfAChunkIsNoticed() throws IOException {
        assertBroken(
                "bytes 2097152 to 3145728 of a message were damaged",
                2 * FRAME + 500_000,
                1,
                (bytes, _) -> flipped(bytes));
    }

    @Test
    void changedBitOfAHeaderIsNoticed() throws IOException {
        assertBroken("a frame was damaged on the way", 3 * FRAME + 50, 1, (bytes, _) -> flipped(bytes));
    }

    @Test
    void lostChunkIsNoticed() throws IOException {
        assertBroken("frame 5 was lost: frame 6 came in its place", 5 * FRAME, FRAME, (_, _) -> new byte[0]);
    }

    /** Reading the end of the connection, or writing into what is no longer one, whichever comes first. */
    @Test
    void cutInTheMiddleOfAChunkIsNoticed() throws IOException {
        assertBroken("the connection", 4 * FRAME + 70_000, 1, (_, _) -> {
            throw new IOException("cut");
        });
    }

    @Test
    void nextStreamGetsAConnectionOfItsOwn() throws IOException {
        try (var between = new Meddler(planes.far.address(), hello + FRAME, 1, (bytes, _) -> flipped(bytes))) {
            var waiting = planes.receiving(tag(1), LENGTH, LONG);
            var sent = planes.sending(between.address(), tag(1), random(1, LENGTH), LONG);
            failure(waiting);
            failure(sent);
            assertTrue(failure(planes.sending(between.address(), tag(1), random(1, 8), LONG))
                    .contains("broke"));
        }
        planes.sending(tag(2), random(2, 8)).join();
        planes.receiving(tag(2), 8, LONG).join();
    }
}
