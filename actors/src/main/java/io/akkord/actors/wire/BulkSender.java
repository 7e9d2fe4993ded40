package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.esotericsoftware.kryo.KryoException;
import java.time.Duration;

/** Sends one value to one receiver, no further ahead than the window allows, and ends with it or with its silence. */
final class BulkSender extends AbstractOnMessageBehavior<BulkSender.Command> {

    /** Large enough to hide a connection's turns, small enough for a frame that is pooled. */
    static final int CHUNK_BYTES = 1 << 20;

    /** What may be on its way: more gains nothing on loopback or 10 Gbit/s, and each transfer may hold it twice. */
    static final long WINDOW_BYTES = 16 << 20;

    /** What a receiver says. */
    sealed interface Command {}

    /** Everything before {@code bytes} has arrived. */
    record Acknowledge(long bytes) implements Command, WireMessage {}

    private enum Silence implements Command {
        INSTANCE
    }

    /** A transfer of that many bytes begins. */
    record Offered(long bytes, ActorRef<Command> sender) implements BulkReceiver.Command, WireMessage {}

    /** There will be no transfer. */
    record Refused(String reason) implements BulkReceiver.Command, WireMessage {}

    private final BulkPayload payload;
    private final ActorRef<BulkReceiver.Command> receiver;
    private long sent;

    static Behavior<Command> create(
            BulkValue value, BulkCodec codec, Duration silence, ActorRef<BulkReceiver.Command> receiver) {
        return Behaviors.setup(context -> {
            try {
                return new BulkSender(context, codec.encode(value), silence, receiver);
            } catch (KryoException e) {
                context.getLog().error("a value cannot be sent", e);
                receiver.tell(new Refused("the value cannot be sent: " + e.getMessage()));
                return Behaviors.stopped();
            }
        });
    }

    private BulkSender(
            ActorContext<Command> context,
            BulkPayload payload,
            Duration silence,
            ActorRef<BulkReceiver.Command> receiver) {
        super(context);
        this.payload = payload;
        this.receiver = receiver;
        context.setReceiveTimeout(silence, Silence.INSTANCE);
        receiver.tell(new Offered(payload.bytes(), context.getSelf()));
        sendUpTo(WINDOW_BYTES);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Acknowledge(long bytes) when bytes >= payload.bytes() -> Behaviors.stopped();
            case Acknowledge(long bytes) -> {
                sendUpTo(bytes + WINDOW_BYTES);
                yield this;
            }
            // The receiver has its own clock and tells who asked.
            case Silence.INSTANCE -> Behaviors.stopped();
        };
    }

    private void sendUpTo(long limit) {
        while (sent < payload.bytes() && sent + CHUNK_BYTES <= limit) {
            long length = Math.min(CHUNK_BYTES, payload.bytes() - sent);
            receiver.tell(BulkChunk.of(sent, payload.slice(sent, length)));
            sent += length;
        }
    }
}
