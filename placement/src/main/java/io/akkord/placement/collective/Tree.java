package io.akkord.placement.collective;

import io.akkord.placement.collective.Send.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Schedules along a binomial tree: {@code log2 n} rounds for a broadcast, twice that for a sum.
 *
 * <p>The farthest ranks come first, so that of ranks that are listed node by node the first messages cross nodes and the
 * many last ones stay inside.
 */
final class Tree {

    private static final Chunk ALL = Chunk.of(0);

    private Tree() {}

    static Schedule broadcast(int ranks) {
        return new Schedule(Operation.BROADCAST, Pattern.TREE, ranks, 1, List.of(), spread(ranks));
    }

    static Schedule allReduce(int ranks) {
        var rounds = new ArrayList<>(collect(ranks));
        rounds.addAll(spread(ranks));
        return new Schedule(Operation.ALL_REDUCE, Pattern.TREE, ranks, 1, List.of(), rounds);
    }

    private static List<Round> spread(int ranks) {
        var rounds = new ArrayList<Round>();
        for (int distance = Integer.highestOneBit(Math.max(1, ranks - 1)); distance > 0; distance /= 2) {
            add(rounds, ranks, distance, false);
        }
        return rounds;
    }

    private static List<Round> collect(int ranks) {
        var rounds = new ArrayList<Round>();
        for (int distance = 1; distance < ranks; distance *= 2) {
            add(rounds, ranks, distance, true);
        }
        return rounds;
    }

    private static void add(List<Round> rounds, int ranks, int distance, boolean up) {
        var sends = new ArrayList<Send>();
        for (int rank = 0; rank + distance < ranks; rank += 2 * distance) {
            sends.add(
                    up
                            ? new Send(rank + distance, rank, ALL, Effect.ADD)
                            : new Send(rank, rank + distance, ALL, Effect.REPLACE));
        }
        if (!sends.isEmpty()) {
            rounds.add(new Round(sends));
        }
    }
}
