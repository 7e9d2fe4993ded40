package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.Seat;
import java.util.List;

/**
 * The workers that hold a network in one layout together.
 *
 * @param table where they sit
 * @param roster how they meet
 * @param ranks in order
 */
record NetworkWorkers(Seating.Table table, Seat.Roster roster, List<ActorRef<ModelWorker.Command>> ranks) {

    NetworkWorkers {
        ranks = List.copyOf(ranks);
    }

    Seat seat(int rank) {
        return new Seat(table.layout(), rank, table.training(), roster.gang());
    }

    /** Whether they can only work at the same time. */
    boolean isGang() {
        return ranks.size() > 1;
    }

    /** Gives up what they are at. */
    void cancel() {
        ranks.forEach(worker -> worker.tell(new ModelWorker.Cancel()));
    }
}
