package io.akkord.placement.reallocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.KnownModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastReallocationTest {

    private static final Path TABLE = Path.of("../../shared/planner/published/realloc_34b_us.csv");

    private final BroadcastReallocation moves =
            new BroadcastReallocation(KnownModels.find("llama-2-34b").orElseThrow());

    @Test
    void everyPublishedCostIsMetToTheMicrosecond() throws IOException {
        assumeTrue(Files.exists(TABLE), "the published table lies in ../shared, which is not here");
        var wrong = new ArrayList<String>();
        List<String> rows = Files.readAllLines(TABLE);
        for (String row : rows.subList(1, rows.size())) {
            int[] cells =
                    Arrays.stream(row.split(",")).mapToInt(Integer::parseInt).toArray();
            long cost = moves.microseconds(
                    new Parallelism(cells[2], cells[1], cells[0]), new Parallelism(cells[5], cells[4], cells[3]));
            if (cost != cells[6]) {
                wrong.add(row + " but was " + cost);
            }
        }
        assertEquals(List.of(), wrong.subList(0, Math.min(20, wrong.size())), wrong.size() + " of " + rows.size());
    }

    /** 33.7 billion numbers of 16 bits over 1,800 Gibit/s, and 30 ms. */
    @Test
    void aCopyInsideANodeIsOneBroadcast() {
        assertEquals(309_346, moves.microseconds(new Parallelism(2, 1, 1), new Parallelism(2, 1, 1)));
    }

    @Test
    void slicesMustDivideEachOther() {
        var two = new Parallelism(1, 2, 1);
        var three = new Parallelism(1, 3, 1);
        assertThrows(IllegalArgumentException.class, () -> moves.microseconds(two, three));
    }

    @Test
    void partsAreAsEvenAsTheyCanBe() {
        assertArrayEquals(new int[] {0, 2, 4, 6}, StagePartition.bounds(new long[] {1, 1, 1, 1, 1, 1}, 3));
        assertArrayEquals(new int[] {0, 1, 3}, StagePartition.bounds(new long[] {4, 2, 2}, 2));
        assertArrayEquals(new int[] {0, 3}, StagePartition.bounds(new long[] {4, 2, 2}, 1));
    }
}
