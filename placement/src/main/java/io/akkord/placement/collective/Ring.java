package io.akkord.placement.collective;

import io.akkord.placement.collective.Send.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Schedules in which each rank talks to its neighbours alone (Patarasuk and Yuan 2009).
 *
 * <p>Each rank sends {@code (n-1)/n} of the array to scatter sums or to gather chunks, and twice that to do both, which
 * no schedule can undercut; the price is {@code n-1} rounds for each.
 */
final class Ring {

    /** Parts of a broadcast that follow each other along the chain. */
    private static final int PIPELINED = 16;

    private Ring() {}

    static Schedule reduceScatter(int ranks) {
        return new Schedule(
                Operation.REDUCE_SCATTER, Pattern.RING, ranks, ranks, chunks(ranks), rounds(ranks, 1, Effect.ADD));
    }

    static Schedule allGather(int ranks) {
        return new Schedule(
                Operation.ALL_GATHER, Pattern.RING, ranks, ranks, chunks(ranks), rounds(ranks, 0, Effect.REPLACE));
    }

    static Schedule allReduce(int ranks) {
        var rounds = new ArrayList<>(rounds(ranks, 1, Effect.ADD));
        rounds.addAll(rounds(ranks, 0, Effect.REPLACE));
        return new Schedule(Operation.ALL_REDUCE, Pattern.RING, ranks, ranks, List.of(), rounds);
    }

    /** A chain: each part moves on while the next one follows. */
    static Schedule broadcast(int ranks) {
        var rounds = new ArrayList<Round>();
        for (int round = 0; ranks > 1 && round < PIPELINED + ranks - 2; round++) {
            var sends = new ArrayList<Send>();
            for (int rank = Math.max(0, round - PIPELINED + 1); rank <= Math.min(round, ranks - 2); rank++) {
                sends.add(new Send(rank, rank + 1, Chunk.of(round - rank), Effect.REPLACE));
            }
            rounds.add(new Round(sends));
        }
        return new Schedule(Operation.BROADCAST, Pattern.RING, ranks, PIPELINED, List.of(), rounds);
    }

    private static List<Chunk> chunks(int ranks) {
        return IntStream.range(0, ranks).mapToObj(Chunk::of).toList();
    }

    /** In round {@code k} rank {@code r} sends chunk {@code r - behind - k}: of a sum, it sends its own one never. */
    private static List<Round> rounds(int ranks, int behind, Effect effect) {
        var rounds = new ArrayList<Round>();
        for (int round = 0; round < ranks - 1; round++) {
            var sends = new ArrayList<Send>();
            for (int rank = 0; rank < ranks; rank++) {
                int chunk = Math.floorMod(rank - behind - round, ranks);
                sends.add(new Send(rank, (rank + 1) % ranks, Chunk.of(chunk), effect));
            }
            rounds.add(new Round(sends));
        }
        return rounds;
    }
}
