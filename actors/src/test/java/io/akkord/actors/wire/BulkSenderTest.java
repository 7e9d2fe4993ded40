package io.akkord.actors.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import io.akkord.algorithms.experience.Scores;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sender whose receiver the test plays. */
class BulkSenderTest {

    private static final int NUMBERS = 4 << 20;

    private final TestInbox<BulkReceiver.Command> receiver = TestInbox.create();
    private final BehaviorTestKit<BulkSender.Command> sender = BehaviorTestKit.create(BulkSender.create(
            new BulkValue.OfColumn(new Scores(new double[NUMBERS])),
            new BulkCodec(),
            Duration.ofSeconds(1),
            receiver.getRef()));

    @Test
    void neverRunsAheadOfTheWindow() {
        var offer = assertInstanceOf(BulkSender.Offered.class, receiver.receiveMessage());
        assertEquals(16, receiver.getAllReceived().size());
        sender.run(new BulkSender.Acknowledge(BulkSender.CHUNK_BYTES));
        var next = assertInstanceOf(BulkChunk.class, receiver.receiveMessage());
        assertEquals(BulkSender.WINDOW_BYTES, next.offset());
        assertFalse(receiver.hasMessages());
        sender.run(new BulkSender.Acknowledge(BulkSender.WINDOW_BYTES));
        assertEquals(15, receiver.getAllReceived().size());
        sender.run(new BulkSender.Acknowledge(offer.bytes()));
        assertFalse(sender.isAlive());
    }
}
