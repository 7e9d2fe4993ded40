package io.akkord.actors.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import io.akkord.actors.wire.BulkLane.PullFailed;
import io.akkord.actors.wire.BulkLane.Pulled;
import io.akkord.algorithms.experience.Scores;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A receiver and a sender that the test plays. */
class BulkReceiverTest {

    private static final ColumnRef REF = new ColumnRef("akka://far", 7, 1);

    private final BulkCodec codec = new BulkCodec();
    private final TestInbox<BulkLane.Command> lane = TestInbox.create();
    private final TestInbox<BulkSender.Command> sender = TestInbox.create();
    private final TestInbox<BulkLane.Outcome> asker = TestInbox.create();
    private final BehaviorTestKit<BulkReceiver.Command> receiver = BehaviorTestKit.create(
            BulkReceiver.create(REF, lane.getRef(), codec, Duration.ofSeconds(1), asker.getRef()));
    private final BulkPayload payload =
            codec.encode(new BulkValue.OfColumn(new Scores(new double[] {1, Double.NaN, -0.0})));

    private BulkChunk chunk(long offset, long length) {
        return BulkChunk.of(offset, payload.slice(offset, length));
    }

    private void offer() {
        receiver.run(new BulkSender.Offered(payload.bytes(), sender.getRef()));
    }

    private String failure() {
        assertFalse(receiver.isAlive());
        return assertInstanceOf(PullFailed.class, asker.receiveMessage()).reason();
    }

    @Test
    void chunksAreAcknowledgedAndPutTogether() {
        offer();
        receiver.run(chunk(0, 20));
        assertEquals(new BulkSender.Acknowledge(20), sender.receiveMessage());
        receiver.run(chunk(20, payload.bytes() - 20));
        var pulled = assertInstanceOf(Pulled.class, asker.receiveMessage());
        var column = assertInstanceOf(BulkValue.OfColumn.class, pulled.value());
        assertEquals(
                Generated.comparable(new double[] {1, Double.NaN, -0.0}),
                Generated.comparable(
                        assertInstanceOf(Scores.class, column.content()).values()));
        assertFalse(receiver.isAlive());
    }

    @Test
    void damagedChunkFailsThePull() {
        offer();
        var bytes = MemorySegment.ofArray(new byte[20]);
        receiver.run(new BulkChunk(0, bytes, chunk(0, 20).checksum()));
        assertTrue(failure().contains("damaged at byte 0"));
    }

    @Test
    void missingChunkFailsThePull() {
        offer();
        receiver.run(chunk(20, 10));
        assertTrue(failure().contains("lost before byte 20"));
    }

    @Test
    void refusalIsPassedOn() {
        receiver.run(new BulkSender.Refused("gone"));
        assertEquals("gone", failure());
    }

    @Test
    void silenceFailsThePull() {
        offer();
        receiver.run(BulkReceiver.Silence.INSTANCE);
        assertTrue(failure().contains("akka://far has been silent"));
    }
}
