package io.akkord.actors.wire.socket;

import static io.akkord.actors.wire.socket.TwoPlanes.LONG;
import static io.akkord.actors.wire.socket.TwoPlanes.failure;
import static io.akkord.actors.wire.socket.TwoPlanes.random;
import static io.akkord.actors.wire.socket.TwoPlanes.running;
import static io.akkord.actors.wire.socket.TwoPlanes.tag;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import io.akkord.algorithms.UserError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketPlaneTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int WINDOW = 16 << 20;

    private final TwoPlanes planes = new TwoPlanes();

    @AfterEach
    void close() {
        planes.close();
    }

    @Test
    void messagesOfAnySizeArriveInOrderOnManyStreamsAtOnce() {
        var work = new ArrayList<CompletableFuture<Void>>();
        long total = 0;
        for (long stream = 0; stream < 8; stream++) {
            List<MemorySegment> messages = messages(stream);
            total += messages.stream().mapToLong(MemorySegment::byteSize).sum();
            Tag tag = tag(stream);
            work.add(running(() -> messages.forEach(each -> planes.near.send(planes.far.address(), tag, each, LONG))));
            work.add(running(() -> messages.forEach(each -> receive(tag, each))));
        }
        work.forEach(CompletableFuture::join);
        assertTrue(planes.near.bytesSent() > total, "no byte goes another way than over the sockets");
        assertTrue(planes.far.bytesReceived() > total);
    }

    private static List<MemorySegment> messages(long stream) {
        var random = new SplittableRandom(stream);
        var messages = new ArrayList<MemorySegment>();
        for (int i = 0; i < 40; i++) {
            int length = random.nextInt(1 << random.nextInt(1, 22));
            messages.add(random(stream * 100 + i, length));
        }
        messages.add(MemorySegment.ofArray(new byte[0]));
        messages.add(random(stream, 2 * Frame.CHUNK_BYTES));
        messages.add(MemorySegment.ofArray(new float[] {1.5f, (float) stream}));
        return messages;
    }

    private void receive(Tag tag, MemorySegment wanted) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment into = wanted.byteSize() % 3 == 0
                    ? arena.allocate(wanted.byteSize())
                    : wanted.byteSize() % 3 == 1
                            ? Arena.ofAuto().allocate(wanted.byteSize())
                            : MemorySegment.ofArray(new byte[(int) wanted.byteSize()]);
            planes.far.receive(tag, into, LONG);
            assertEquals(-1, wanted.mismatch(into));
        }
    }

    @Test
    void streamThatNobodyReceivesHoldsUpNoOtherAndIsBounded() {
        var stalled = planes.sending(planes.far.address(), tag(1), random(1, 2 * WINDOW), Duration.ofSeconds(2));
        var ten = random(3, 10 << 20);
        for (int i = 0; i < 3; i++) {
            var sent = planes.sending(tag(2), ten);
            assertArrayEquals(
                    ten.toArray(ValueLayout.JAVA_BYTE),
                    planes.receiving(tag(2), 10 << 20, LONG).join());
            sent.join();
        }
        assertFalse(stalled.isDone());
        assertTrue(failure(stalled).contains("has taken nothing of stream 1 for 2000 ms"));
        long least = WINDOW + 3 * (10L << 20);
        assertTrue(
                planes.near.bytesSent() >= least && planes.near.bytesSent() < least + (64 << 10),
                planes.near.bytesSent() + " bytes left, but the window is " + WINDOW);
    }

    @Test
    void smallMessagesFillTheWindowWithTheBuffersThatTheyTake() {
        var one = random(2, 1);
        var sender = running(() -> {
            while (true) {
                planes.near.send(planes.far.address(), tag(1), one, SHORT);
            }
        });
        assertTrue(failure(sender).contains("has taken nothing of stream 1"));
        assertEquals(WINDOW / 4096, (planes.near.bytesSent() - 8) / (Frame.BYTES + 1), 2);
    }

    @Test
    void silenceEndsAtTheDeadline() {
        assertTrue(failure(planes.receiving(tag(1), 8, SHORT)).contains("nothing came from anyone"));
        assertTrue(failure(planes.receiving(tag(1), 8, SHORT)).contains("for 300 ms"), "it stays failed");
    }

    @Test
    void messageOfAnotherLengthIsRefusedAtBothEnds() {
        var waiting = planes.receiving(tag(1), 101, LONG);
        var sent = planes.sending(tag(1), random(1, 100));
        assertTrue(failure(waiting).contains("bytes 0 to 100 of 100 came from 127.0.0.1"));
        sent.join();
        var later = running(() -> {
            while (true) {
                planes.near.send(planes.far.address(), tag(1), random(1, 100), LONG);
            }
        });
        assertTrue(failure(later).contains("gave it up: bytes 0 to 100 of 100 came"));
    }

    @Test
    void abandonedStreamEndsForBothWhoSendAndWhoReceive() {
        planes.sending(tag(1), random(1, 8)).join();
        planes.receiving(tag(1), 8, LONG).join();
        var waiting = planes.receiving(tag(1), 8, LONG);
        planes.near.abandon(tag(1), "rank 3 died");
        assertTrue(failure(waiting).endsWith("gave it up: rank 3 died"));
        var sender = planes.sending(tag(2), random(1, 2 * WINDOW));
        planes.receiving(tag(2), 8, LONG).handle((_, _) -> 0).join();
        assertTrue(failure(sender).contains("gave it up"));
        planes.far.abandon(tag(3), "enough");
        assertTrue(failure(planes.receiving(tag(3), 8, LONG)).equals("enough"));
    }

    @Test
    void whatWasSentBeforeClosingArrives() {
        var bytes = random(5, 5 << 20);
        planes.sending(tag(1), bytes).join();
        planes.near.close();
        assertArrayEquals(
                bytes.toArray(ValueLayout.JAVA_BYTE),
                planes.receiving(tag(1), 5 << 20, LONG).join());
        assertTrue(failure(planes.receiving(tag(1), 1, LONG)).contains("closed the connection"));
        assertThrows(TransferFailed.class, () -> planes.near.send(planes.far.address(), tag(2), random(2, 1), SHORT));
    }

    @Test
    void closingTellsWhoeverWaits() {
        var waiting = planes.receiving(tag(1), 8, LONG);
        planes.sending(tag(2), random(1, 8)).join();
        var sender = planes.sending(tag(2), random(1, 2 * WINDOW));
        planes.far.close();
        assertTrue(failure(waiting).contains("has closed its data plane"));
        assertTrue(failure(sender).contains("the connection to 127.0.0.1"));
    }

    @Test
    void peerThatIsNotThereIsNamed() {
        InetSocketAddress gone = planes.far.address();
        planes.far.close();
        String said = failure(planes.sending(gone, tag(1), random(1, 8), SHORT));
        assertTrue(said.startsWith("cannot send to 127.0.0.1:" + gone.getPort() + ": "), said);
    }

    @Test
    void portInUseIsTheUsersToChange() {
        var taken = planes.far.address();
        var thrown = assertThrows(UserError.class, () -> SocketPlane.open(taken, "", null));
        assertEquals(
                "cannot listen for bulk bytes on 127.0.0.1:" + taken.getPort()
                        + " (Address already in use); choose another port, or stop what uses this one",
                thrown.getMessage());
    }
}
