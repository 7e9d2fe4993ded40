package io.akkord.placement.collective;

import io.akkord.placement.collective.Send.Effect;
import java.util.Arrays;
import java.util.List;

/**
 * Which schedule a group of ranks carries out.
 *
 * <p>The choice, and with it the order of every sum, follows from what all ranks know alike: where they lie, and how long
 * the array is. It asks no cluster for its speeds, since these are measured and differ from one day to the next. Short
 * arrays take the fewest rounds. Long ones go round a ring; where several ranks lie on each of several nodes, sums are
 * formed inside the nodes first.
 */
public final class ScheduleRule {

    /** Arrays up to here are latency, not traffic. */
    public static final long SHORT_BYTES = 64 << 10;

    private ScheduleRule() {}

    /**
     * The schedule of an operation. Chunks of REDUCE_SCATTER and ALL_GATHER follow the ranks.
     *
     * @param nodes the node of each rank, as numbers that are equal where nodes are
     * @param bytes of the whole array
     */
    public static Schedule choose(Operation operation, List<Integer> nodes, long bytes) {
        int ranks = nodes.size();
        boolean isShort = bytes <= SHORT_BYTES;
        return switch (operation) {
            case ALL_REDUCE -> {
                int places = places(nodes.stream().mapToInt(Integer::intValue).toArray());
                if (isShort) {
                    yield Tree.allReduce(ranks);
                }
                yield places > 1 && places < ranks
                        ? new Hierarchy(ranks / places, places).allReduce()
                        : Ring.allReduce(ranks);
            }
            case REDUCE_SCATTER -> Ring.reduceScatter(ranks);
            case ALL_GATHER -> Ring.allGather(ranks);
            case BROADCAST -> isShort ? Tree.broadcast(ranks) : Ring.broadcast(ranks);
            case POINT_TO_POINT -> pair();
        };
    }

    static Schedule pair() {
        var send = new Send(0, 1, Chunk.of(0), Effect.REPLACE);
        return new Schedule(Operation.POINT_TO_POINT, Pattern.PAIR, 2, 1, List.of(), List.of(new Round(List.of(send))));
    }

    /**
     * Ranks on each node, 0 where nodes differ in that or do not follow each other.
     *
     * @param nodes by rank
     */
    static int places(int[] nodes) {
        int places = 1;
        while (places < nodes.length && nodes[places] == nodes[0]) {
            places++;
        }
        for (int rank = 0; rank < nodes.length; rank++) {
            boolean begins = rank == 0 || nodes[rank] != nodes[rank - 1];
            if (begins != (rank % places == 0)) {
                return 0;
            }
        }
        long distinct = Arrays.stream(nodes).distinct().count();
        return distinct * places == nodes.length ? places : 0;
    }
}
