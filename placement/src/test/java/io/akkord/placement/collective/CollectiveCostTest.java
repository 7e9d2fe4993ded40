package io.akkord.placement.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollectiveCostTest {

    private static final double INSIDE = 450e9;
    private static final double OUTSIDE = 50e9;
    private static final double HOP = 2e-6;
    private static final double LEAP = 5e-6;
    private static final int[] NODE = IntStream.range(0, 8).toArray();
    private static final int[] FOUR_NODES = IntStream.range(0, 32).toArray();

    private final CollectiveCost cost = new CollectiveCost(cluster());

    private static Cluster cluster() {
        var kind =
                new DeviceKind("gpu", Map.of(Precision.BFLOAT16, 1e15), 80L << 30, 3e12, 64e9, 3e-6, Efficiency.WHOLE);
        return new Cluster(
                "four nodes",
                IntStream.range(0, 4)
                        .mapToObj(node -> new Node(
                                "n" + node,
                                "",
                                IntStream.range(0, 8)
                                        .mapToObj(i -> new Device("n" + node + "/" + i, kind))
                                        .toList(),
                                new Link(Link.Kind.NVLINK, INSIDE, HOP),
                                List.of(new Link(Link.Kind.INFINIBAND, OUTSIDE, LEAP))))
                        .toList(),
                null);
    }

    @Test
    void aRingInsideANodeIsTheTextbooks() {
        long bytes = 800_000_000;
        double seconds = cost.seconds(Ring.allReduce(8), NODE, bytes);
        assertEquals(14 * HOP + 2 * 7 / 8.0 * bytes / INSIDE, seconds, 1e-12);
    }

    @Test
    void ranksOfANodeShareItsCards() {
        int[] pairs = {0, 8, 1, 9, 2, 10, 3, 11};
        long bytes = 800_000_000;
        double alone = cost.seconds(Ring.allReduce(8), NODE, bytes);
        double crossing = cost.seconds(Ring.allReduce(8), pairs, bytes);
        assertEquals(14 * (LEAP + 4 * bytes / 8 / OUTSIDE), crossing, 1e-12);
        assertTrue(crossing > alone);
    }

    @Test
    void smallSumsTakeATreeAndLargeOnesARing() {
        assertEquals(Pattern.TREE, pattern(Operation.ALL_REDUCE, NODE, 1000));
        assertEquals(Pattern.RING, pattern(Operation.ALL_REDUCE, NODE, 1_000_000_000));
        assertEquals(Pattern.TREE, pattern(Operation.BROADCAST, NODE, 1000));
        assertEquals(Pattern.RING, pattern(Operation.BROADCAST, NODE, 1_000_000_000));
    }

    @Test
    void sumsAcrossNodesTakeAHierarchyUntilTheRingsTrafficDecides() {
        assertEquals(Pattern.HIERARCHY, pattern(Operation.ALL_REDUCE, FOUR_NODES, 10_000_000));
        assertEquals(Pattern.HIERARCHY, pattern(Operation.REDUCE_SCATTER, FOUR_NODES, 10_000_000));
        assertEquals(Pattern.HIERARCHY, pattern(Operation.ALL_GATHER, FOUR_NODES, 10_000_000));
    }

    @Test
    void theCheapestIsNoDearerThanAnyOther() {
        for (long bytes = 1; bytes < 1L << 34; bytes *= 8) {
            for (Operation operation : List.of(Operation.ALL_REDUCE, Operation.BROADCAST, Operation.ALL_GATHER)) {
                var cheapest = cost.cheapest(operation, FOUR_NODES, bytes);
                for (Schedule schedule : cost.candidates(operation, FOUR_NODES)) {
                    assertTrue(cheapest.seconds() <= cost.seconds(schedule, FOUR_NODES, bytes));
                }
            }
        }
    }

    @Test
    void aMessageIsALink() {
        var pair = cost.cheapest(Operation.POINT_TO_POINT, new int[] {0, 8}, 1_000_000);
        assertEquals(LEAP + 1e6 / OUTSIDE, pair.seconds(), 1e-15);
    }

    @Test
    void unevenNodesHaveNoHierarchy() {
        int[] uneven = {0, 1, 2, 8, 9};
        assertEquals(2, cost.candidates(Operation.ALL_REDUCE, uneven).size());
        int[] apart = {0, 8, 1, 9};
        assertEquals(2, cost.candidates(Operation.ALL_REDUCE, apart).size());
        assertEquals(3, cost.candidates(Operation.ALL_REDUCE, FOUR_NODES).size());
    }

    @Test
    void ranksMustHaveDevices() {
        var ring = Ring.allReduce(4);
        assertThrows(IllegalArgumentException.class, () -> cost.seconds(ring, NODE, 1));
    }

    private Pattern pattern(Operation operation, int[] devices, long bytes) {
        return cost.cheapest(operation, devices, bytes).schedule().pattern();
    }
}
