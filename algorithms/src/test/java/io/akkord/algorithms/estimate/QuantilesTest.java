package io.akkord.algorithms.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    private static final int NONE = Quantiles.NONE;

    @Test
    void distinctScoresFillTheLevelsEvenly() {
        double[] scores =
                IntStream.range(0, 12).mapToDouble(i -> (i * 5) % 12 - 3.5).toArray();
        int[] levels = Quantiles.of(scores, 4);
        for (int level = 0; level < 4; level++) {
            int wanted = level;
            assertEquals(3, Arrays.stream(levels).filter(each -> each == wanted).count(), "level " + level);
        }
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                assertTrue(scores[i] >= scores[j] || levels[i] <= levels[j], i + " and " + j);
            }
        }
    }

    @Test
    void rightAndWrongUseTheTwoEndsHoweverManyThereAre() {
        assertArrayEquals(new int[] {4, 0, 4, 4, 4}, Quantiles.of(new double[] {1, 0, 1, 1, 1}, 5));
        assertArrayEquals(new int[] {0, 0, 0, 2, 0}, Quantiles.of(new double[] {0, 0, -0.0, 1, 0}, 3));
    }

    @Test
    void equalScoresStandOnOneLevel() {
        assertArrayEquals(new int[] {0, 1, 1, 1, 2}, Quantiles.of(new double[] {1, 5, 5, 5, 9}, 3));
    }

    @Test
    void whatIsNotScoredStandsNowhereAndMovesNobody() {
        double nan = Double.NaN;
        assertArrayEquals(new int[] {NONE, 0, NONE, 1}, Quantiles.of(new double[] {nan, 2, nan, 3}, 2));
    }

    @Test
    void scoresThatAreAllEqualSayNothing() {
        assertArrayEquals(new int[] {NONE, NONE, NONE}, Quantiles.of(new double[] {1, Double.NaN, 1}, 2));
        assertArrayEquals(new int[] {NONE}, Quantiles.of(new double[] {7}, 2));
        assertArrayEquals(new int[0], Quantiles.of(new double[0], 2));
    }
}
