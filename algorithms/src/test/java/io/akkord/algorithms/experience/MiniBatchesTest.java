package io.akkord.algorithms.experience;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MiniBatchesTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 3, 2", "64, 4, 4", "10, 2, 10", "1000, 1, 7"})
    void everyEpochMeetsEveryRowOnce(int rows, int epochs, int updates) {
        List<int[]> steps = MiniBatches.of(rows, epochs, updates, 42, 3);
        assertEquals(epochs * updates, steps.size());
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] met = steps.subList(epoch * updates, (epoch + 1) * updates).stream()
                    .flatMapToInt(Arrays::stream)
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, rows).toArray(), met);
        }
    }

    @Test
    void sizesDifferByAtMostOneRow() {
        int[] sizes = MiniBatches.of(23, 2, 5, 0, 0).stream()
                .mapToInt(step -> step.length)
                .toArray();
        assertTrue(Arrays.stream(sizes).allMatch(size -> size == 4 || size == 5), Arrays.toString(sizes));
    }

    @Test
    void orderHangsOnSeedIterationAndEpochAlone() {
        List<int[]> steps = MiniBatches.of(50, 2, 1, 7, 1);
        assertArrayEquals(steps.get(0), MiniBatches.of(50, 1, 1, 7, 1).get(0));
        assertFalse(Arrays.equals(steps.get(0), steps.get(1)), "epochs differ");
        assertFalse(Arrays.equals(steps.get(0), MiniBatches.of(50, 1, 1, 8, 1).get(0)), "seeds differ");
        assertFalse(Arrays.equals(steps.get(0), MiniBatches.of(50, 1, 1, 7, 2).get(0)), "iterations differ");
    }

    @Test
    void everyRowIsAsLikelyAnywhere() {
        int rows = 8;
        int draws = 8000;
        var counts = new int[rows][rows];
        for (int iteration = 0; iteration < draws; iteration++) {
            int[] order = MiniBatches.of(rows, 1, 1, 1, iteration).get(0);
            for (int place = 0; place < rows; place++) {
                counts[place][order[place]]++;
            }
        }
        for (int[] place : counts) {
            for (int count : place) {
                assertEquals(draws / rows, count, 160, "five standard deviations of 1000 expected");
            }
        }
    }

    @Test
    void fewerRowsThanUpdatesMakeFewerUpdates() {
        List<int[]> steps = MiniBatches.of(3, 2, 4, 0, 0);
        assertEquals(6, steps.size());
        assertTrue(steps.stream().allMatch(step -> step.length == 1));
        assertEquals(List.of(), MiniBatches.of(0, 2, 4, 0, 0));
    }
}
