package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.wire.BulkLane.Outcome;
import io.akkord.actors.wire.BulkLane.PullFailed;
import io.akkord.actors.wire.BulkLane.Pulled;
import io.akkord.actors.wire.BulkSender.Offered;
import io.akkord.actors.wire.BulkSender.Refused;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts one value together from its chunks, answers whoever pulled it, and ends.
 *
 * <p>Every way to fail ends here, in one answer: the other node refuses, a chunk is damaged or missing, the payload makes
 * no sense, or nothing comes for too long, which is all that a dead peer can do.
 */
final class BulkReceiver extends AbstractOnMessageBehavior<BulkReceiver.Command> {

    /** What a sender says. */
    sealed interface Command permits BulkChunk, Offered, Refused, Silence {}

    /** Nothing has come for as long as we are willing to wait. */
    enum Silence implements Command {
        INSTANCE
    }

    private final ColumnRef ref;
    private final BulkCodec codec;
    private final Duration silence;
    private final ActorRef<Outcome> replyTo;
    private @Nullable Arriving arriving;

    /** A transfer that has begun: where its bytes go, and how many are there. */
    private static final class Arriving {

        private final ActorRef<BulkSender.Command> sender;
        private final MemorySegment bytes;
        private long received;

        Arriving(Offered offer) {
            this.sender = offer.sender();
            this.bytes = Arena.ofAuto().allocate(offer.bytes(), 64);
        }
    }

    static Behavior<Command> create(
            ColumnRef ref,
            ActorRef<BulkLane.Command> lane,
            BulkCodec codec,
            Duration silence,
            ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> new BulkReceiver(context, ref, lane, codec, silence, replyTo));
    }

    private BulkReceiver(
            ActorContext<Command> context,
            ColumnRef ref,
            ActorRef<BulkLane.Command> lane,
            BulkCodec codec,
            Duration silence,
            ActorRef<Outcome> replyTo) {
        super(context);
        this.ref = ref;
        this.codec = codec;
        this.silence = silence;
        this.replyTo = replyTo;
        context.setReceiveTimeout(silence, Silence.INSTANCE);
        lane.tell(new BulkLane.Serve(ref, context.getSelf()));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case BulkChunk chunk -> onChunk(chunk);
            case Offered offer -> {
                arriving = new Arriving(offer);
                yield this;
            }
            case Refused(String reason) -> fail(reason);
            case Silence.INSTANCE -> fail("node " + ref.node() + " has been silent for " + silence);
        };
    }

    private Behavior<Command> onChunk(BulkChunk chunk) {
        Arriving into = arriving;
        if (into == null || chunk.offset() != into.received) {
            return fail("a chunk from node " + ref.node() + " was lost before byte " + chunk.offset());
        }
        if (!chunk.isIntact() || chunk.offset() + chunk.bytes().byteSize() > into.bytes.byteSize()) {
            return fail("a chunk from node " + ref.node() + " was damaged at byte " + chunk.offset());
        }
        MemorySegment.copy(
                chunk.bytes(), 0, into.bytes, into.received, chunk.bytes().byteSize());
        into.received += chunk.bytes().byteSize();
        into.sender.tell(new BulkSender.Acknowledge(into.received));
        return into.received < into.bytes.byteSize() ? this : finish(into.bytes);
    }

    private Behavior<Command> finish(MemorySegment payload) {
        try {
            replyTo.tell(new Pulled(ref, codec.decode(payload)));
            return Behaviors.stopped();
        } catch (RuntimeException e) {
            getContext().getLog().error("a value from node {} cannot be read", ref.node(), e);
            return fail("a value from node " + ref.node() + " cannot be read: " + e.getMessage());
        }
    }

    private Behavior<Command> fail(String reason) {
        replyTo.tell(new PullFailed(ref, reason));
        return Behaviors.stopped();
    }
}
