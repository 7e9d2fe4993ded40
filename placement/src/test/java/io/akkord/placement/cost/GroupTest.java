package io.akkord.placement.cost;

import static io.akkord.placement.cost.Machines.INFINIBAND;
import static io.akkord.placement.cost.Machines.NVLINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GroupTest {

    private static final double BYTES = 1e9;

    @Test
    void oneAloneHasTheSumAlready() {
        var one = new Group(1, 1, NVLINK, INFINIBAND);
        assertEquals(0, one.allReduce(BYTES));
        assertEquals(0, one.gather(BYTES));
    }

    @Test
    void aRingSendsEveryByteTwicePastAllButOne() {
        var ring = new Group(1, 8, NVLINK, INFINIBAND);
        assertEquals(14 * 2e-6 + 2 * 7 / 8.0 * BYTES / 300e9, ring.allReduce(BYTES), 1e-12);
        assertEquals(ring.allReduce(BYTES) / 2, ring.gather(BYTES), 1e-12);
    }

    @Test
    void aTreeIsSoonerWhereThereIsLittleToSend() {
        var group = new Group(1, 64, NVLINK, INFINIBAND);
        assertEquals(2 * 6 * 2e-6 + 2 * 8 / 300e9, group.allReduce(8), 1e-12);
    }

    @Test
    void acrossNodesTheSlowerLinkSetsThePace() {
        var group = new Group(4, 8, NVLINK, INFINIBAND);
        double latency = 14 * 2e-6 + 6 * 5e-6;
        assertEquals(latency + 2 * 3 / 4.0 * BYTES / 160e9, group.allReduce(BYTES), 1e-12);
    }

    @Test
    void moreMembersNeverGetTheSumSooner() {
        double before = 0;
        for (int nodes = 1; nodes <= 64; nodes *= 2) {
            double seconds = new Group(nodes, 8, NVLINK, INFINIBAND).allReduce(BYTES);
            assertTrue(seconds >= before, nodes + " nodes took " + seconds + " s, fewer took " + before + " s");
            before = seconds;
        }
    }
}
