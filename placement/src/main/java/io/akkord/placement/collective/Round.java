package io.akkord.placement.collective;

import java.util.HashSet;
import java.util.List;

/**
 * Messages that go at the same time: none depends on another one.
 *
 * @param sends at most one to a rank's chunk, which that rank does not send in the same round
 */
public record Round(List<Send> sends) {

    /** Checks that any order of the messages has the same end. */
    public Round {
        sends = List.copyOf(sends);
        var written = new HashSet<Long>();
        for (Send send : sends) {
            for (int part = send.chunk().from(); part < send.chunk().to(); part++) {
                if (!written.add(place(send.receiver(), part))) {
                    throw new IllegalArgumentException(
                            "rank " + send.receiver() + " receives part " + part + " twice in a round");
                }
            }
        }
        for (Send send : sends) {
            for (int part = send.chunk().from(); part < send.chunk().to(); part++) {
                if (written.contains(place(send.sender(), part))) {
                    throw new IllegalArgumentException(
                            "rank " + send.sender() + " sends part " + part + " while it receives it");
                }
            }
        }
    }

    private static long place(int rank, int part) {
        return ((long) rank << Integer.SIZE) + part;
    }
}
