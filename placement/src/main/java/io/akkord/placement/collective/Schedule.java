package io.akkord.placement.collective;

import java.util.List;

/**
 * All messages of one collective operation, round after round.
 *
 * <p>It is data that whoever holds a rank can carry out alone: in each round send what is to be sent and receive what is
 * to be received. Sums are formed in the order of the rounds, so they are the same bits on every run.
 *
 * @param operation what it does
 * @param pattern who talks to whom
 * @param ranks in the group
 * @param parts equal ones into which an array is cut
 * @param own the chunk of each rank in REDUCE_SCATTER and ALL_GATHER; no two overlap and all are there
 * @param rounds one after the other
 */
public record Schedule(
        Operation operation, Pattern pattern, int ranks, int parts, List<Chunk> own, List<Round> rounds) {

    /**
     * Checks that it speaks of its own ranks and parts alone.
     *
     * @throws IllegalArgumentException if it does not
     */
    public Schedule {
        own = List.copyOf(own);
        rounds = List.copyOf(rounds);
        boolean owned = operation == Operation.REDUCE_SCATTER || operation == Operation.ALL_GATHER;
        if (ranks < 1 || parts < 1 || own.size() != (owned ? ranks : 0)) {
            throw new IllegalArgumentException(
                    operation + " of " + ranks + " ranks in " + parts + " parts with " + own.size() + " owners");
        }
        for (Round round : rounds) {
            for (Send send : round.sends()) {
                if (Math.min(send.sender(), send.receiver()) < 0
                        || Math.max(send.sender(), send.receiver()) >= ranks
                        || send.chunk().to() > parts) {
                    throw new IllegalArgumentException(send + " among " + ranks + " ranks and " + parts + " parts");
                }
            }
        }
    }
}
