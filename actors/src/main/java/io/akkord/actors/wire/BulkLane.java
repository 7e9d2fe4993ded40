package io.akkord.actors.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Optional;

/**
 * Fetches bulk values for the actors of its node, from whichever node made them.
 *
 * <p>On the same node a pull is a look-up and nothing is copied. From another node the value comes in chunks of 1 MiB,
 * each with its checksum, at most {@link BulkSender#WINDOW_BYTES} ahead of what the receiver has acknowledged: Akka
 * itself has no back-pressure and drops what overflows. Chunks travel on a connection of their own, which Akka picks by
 * the recipient's path; so this actor is a child of the guardian, called {@link #NAME}, and all of a transfer happens
 * below it.
 */
public final class BulkLane extends AbstractOnMessageBehavior<BulkLane.Command> {

    /** The lane's name under the guardian; Akka's settings know it. */
    public static final String NAME = "bulk-lane";

    private static final DispatcherSelector BLOCKING = DispatcherSelector.fromConfig("akkord-blocking-dispatcher");

    /** What a lane can be asked. */
    public sealed interface Command {}

    /** Fetch what {@code ref} leads to; answered by one {@link Outcome}. */
    public record Pull(ColumnRef ref, ActorRef<Outcome> replyTo) implements Command {}

    /** From the lane of another node: send what {@code ref} leads to. */
    record Serve(ColumnRef ref, ActorRef<BulkReceiver.Command> receiver) implements Command, WireMessage {}

    /** How a pull ends. */
    public sealed interface Outcome {}

    /** The value, complete and as it was sent. */
    public record Pulled(ColumnRef ref, BulkValue value) implements Outcome {}

    /** The value did not come; {@code reason} names the node and the cause. */
    public record PullFailed(ColumnRef ref, String reason) implements Outcome {}

    private final ColumnStore store;
    private final Duration silence;
    private final ActorRefResolver resolver;
    private final BulkCodec codec = new BulkCodec();

    /**
     * A lane over the values of one node.
     *
     * @param silence how long a transfer may make no progress before it fails
     */
    public static Behavior<Command> create(ColumnStore store, Duration silence) {
        return Behaviors.setup(context -> new BulkLane(context, store, silence));
    }

    private BulkLane(ActorContext<Command> context, ColumnStore store, Duration silence) {
        super(context);
        this.store = store;
        this.silence = silence;
        this.resolver = ActorRefResolver.get(context.getSystem());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Pull(ColumnRef ref, ActorRef<Outcome> replyTo) -> onPull(ref, replyTo);
            case Serve(ColumnRef ref, ActorRef<BulkReceiver.Command> receiver) -> onServe(ref, receiver);
        };
    }

    private Behavior<Command> onPull(ColumnRef ref, ActorRef<Outcome> replyTo) {
        if (ref.node().equals(store.node())) {
            replyTo.tell(store.find(ref)
                    .<Outcome>map(value -> new Pulled(ref, value))
                    .orElseGet(() -> new PullFailed(ref, released(ref))));
        } else {
            ActorRef<Command> lane = resolver.resolveActorRef(ref.node() + "/user/" + NAME);
            getContext().spawnAnonymous(BulkReceiver.create(ref, lane, codec, silence, replyTo), BLOCKING);
        }
        return this;
    }

    private Behavior<Command> onServe(ColumnRef ref, ActorRef<BulkReceiver.Command> receiver) {
        Optional<BulkValue> value = store.find(ref);
        if (value.isPresent()) {
            getContext().spawnAnonymous(BulkSender.create(value.get(), codec, silence, receiver), BLOCKING);
        } else {
            receiver.tell(new BulkSender.Refused(released(ref)));
        }
        return this;
    }

    private String released(ColumnRef ref) {
        return "node " + store.node() + " holds no value " + ref.id() + "; it was released or the node restarted";
    }
}
