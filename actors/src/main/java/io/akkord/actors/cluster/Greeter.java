package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.algorithms.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Says what a member is to whoever wants to join it, before that one does.
 *
 * <p>In plain strings, which Akka itself carries: two versions that cannot read each other's messages can still say so.
 */
final class Greeter {

    private static final String NAME = "greeter";
    private static final Duration ONE_TRY = Duration.ofSeconds(1);

    private Greeter() {}

    /** Answers on this system from now on. */
    static void start(ActorSystem<?> system, String version, String wire) {
        system.systemActorOf(create(version + " " + wire), NAME, Props.empty());
    }

    private static Behavior<String> create(String greeting) {
        return Behaviors.setup(context -> {
            var resolver = ActorRefResolver.get(context.getSystem());
            return Behaviors.receiveMessage(asker -> {
                ActorRef<String> replyTo = resolver.resolveActorRef(asker);
                replyTo.tell(greeting);
                return Behaviors.same();
            });
        });
    }

    /**
     * The first of some peers that answers; they are asked again and again, since they may just be starting.
     *
     * @param peers {@code host:port} each
     * @throws UserError if none does, or it is another version than this
     */
    static String first(ActorSystem<?> system, List<String> peers, String version, String wire, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            for (String peer : peers) {
                Optional<String> greeting = greeting(system, peer);
                if (greeting.isPresent()) {
                    compare(peer, greeting.get().split(" ", 2), version, wire);
                    return peer;
                }
            }
        }
        throw new UserError("no Akkord node answers at " + String.join(" or ", peers) + " within "
                + patience.toSeconds() + " s; is one running there, and is that its host and port?");
    }

    private static Optional<String> greeting(ActorSystem<?> system, String peer) {
        var resolver = ActorRefResolver.get(system);
        ActorRef<String> greeter =
                resolver.resolveActorRef("akka://" + NodeSystem.NAME + "@" + peer + "/system/" + NAME);
        try {
            return Optional.of(AskPattern.<String, String>ask(
                            greeter, resolver::toSerializationFormat, ONE_TRY, system.scheduler())
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException silent) {
            return Optional.empty();
        }
    }

    private static void compare(String peer, String[] greeting, String version, String wire) {
        if (!greeting[0].equals(version)) {
            throw new UserError("the node at " + peer + " runs Akkord " + greeting[0] + " and this is " + version
                    + "; all members of a cluster run the same version");
        }
        if (!greeting[greeting.length - 1].equals(wire)) {
            throw new UserError("the node at " + peer + " runs another build of Akkord " + version
                    + ", whose messages are of table " + greeting[greeting.length - 1] + " and not " + wire
                    + "; start all members of a cluster from the same build");
        }
    }
}
