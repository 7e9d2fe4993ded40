package io.akkord.algorithms.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {

    @Test
    void partsMergeToTheWhole() {
        double[] numbers = new Random(3).doubles(1000, 1e6, 1e6 + 1).toArray();
        RunningMoments whole = RunningMoments.of(numbers);
        RunningMoments merged = RunningMoments.NONE;
        for (int from = 0; from < numbers.length; from += 37) {
            merged = merged.merge(
                    RunningMoments.of(Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + 37))));
        }
        assertEquals(whole.count(), merged.count());
        assertEquals(whole.mean(), merged.mean(), 1e-9);
        assertEquals(
                whole.variance(), merged.variance(), 1e-9, "no cancellation though the mean is a million deviations");
    }

    @Test
    void mergingNothingChangesNothing() {
        RunningMoments some = RunningMoments.of(1, 2, 3);
        assertSame(some, some.merge(RunningMoments.NONE));
        assertSame(some, RunningMoments.NONE.merge(some));
    }

    @Test
    void unscoredNumbersAreLeftOut() {
        assertEquals(new RunningMoments(2, 2, 2), RunningMoments.of(1, Double.NaN, 3));
        assertEquals(RunningMoments.NONE, RunningMoments.of(Double.NaN));
    }

    @Test
    void oneNumberHasNoVariance() {
        assertEquals(0, RunningMoments.of(7).variance());
    }

    @Test
    void stateCarriesThemWhole() {
        RunningMoments some = RunningMoments.of(0.1, 0.7, 3);
        assertEquals(some, RunningMoments.from(some.state()));
    }

    @Test
    void whiteningLeavesASingleTokenAndForgetsWhatWasNotSampled() {
        double[][] whitened =
                new Whitening(false).apply(new double[][] {{4, 9}, {}}, new boolean[][] {{true, false}, {}});
        assertArrayEquals(new double[] {4, 0}, whitened[0]);
    }

    @Test
    void whiteningThatKeepsTheMeanOnlyScales() {
        double[][] whitened = new Whitening(true).apply(new double[][] {{1, 3}}, new boolean[][] {{true, true}});
        assertArrayEquals(new double[] {2 - Math.sqrt(0.5), 2 + Math.sqrt(0.5)}, whitened[0], 1e-8);
    }

    @Test
    void criticThatForeseesEverythingExplainsAllVariance() {
        double[][] returns = {{1, 2}, {4}};
        boolean[][] mask = {{true, true}, {true}};
        assertEquals(1, ExplainedVariance.of(returns, returns, mask));
        assertEquals(0, ExplainedVariance.of(new double[][] {{5, 5}, {5}}, returns, mask), 1e-12);
    }
}
