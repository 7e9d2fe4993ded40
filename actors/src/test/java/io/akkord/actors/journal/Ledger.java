package io.akkord.actors.journal;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The smallest actor that keeps a book: it writes what it is told and answers what it knows. */
final class Ledger extends EventSourcedBehavior<Ledger.Command, Ledger.Written, List<Ledger.Written>> {

    sealed interface Command {}

    record Write(Written event, ActorRef<Done> replyTo) implements Command {}

    record Read(ActorRef<List<Written>> replyTo) implements Command {}

    record Written(int number, Map<String, Double> metrics) implements JournalEntry {}

    static final JournalTable TABLE = JournalTable.empty().with("Written", Written.class);

    private Ledger() {
        super(PersistenceId.ofUniqueId("ledger"));
    }

    static Behavior<Command> create() {
        return new Ledger();
    }

    @Override
    public List<Written> emptyState() {
        return List.of();
    }

    @Override
    public CommandHandler<Command, Written, List<Written>> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(
                        Write.class,
                        (state, write) -> Effect().persist(write.event()).thenReply(write.replyTo(), _ -> Done.done()))
                .onCommand(Read.class, (state, read) -> Effect().reply(read.replyTo(), state))
                .build();
    }

    @Override
    public EventHandler<List<Written>, Written> eventHandler() {
        return (state, event) -> {
            var more = new ArrayList<>(state);
            more.add(event);
            return List.copyOf(more);
        };
    }
}
