package io.akkord.algorithms.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.estimate.GeneralizedAdvantage.Estimate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GeneralizedAdvantageTest {

    private final double[] rewards = {0.5, -1, 0.25, 2};
    private final double[] values = {0.1, 0.2, 0.4, 0.5};
    private final boolean[] all = {true, true, true, true};

    @Test
    void lambdaOneIsTheDiscountedReturnMinusTheValue() {
        Estimate estimate = new GeneralizedAdvantage(0.9, 1).estimate(rewards, values, all, 0);
        double[] returns = new double[4];
        double later = 0;
        for (int t = 3; t >= 0; t--) {
            later = rewards[t] + 0.9 * later;
            returns[t] = later;
        }
        assertArrayEquals(returns, estimate.returns(), 1e-12);
    }

    @Test
    void lambdaZeroIsTheSurpriseOfOneStep() {
        Estimate estimate = new GeneralizedAdvantage(0.9, 0).estimate(rewards, values, all, 0.7);
        assertEquals(0.5 + 0.9 * 0.2 - 0.1, estimate.advantages()[0], 1e-12);
        assertEquals(2 + 0.9 * 0.7 - 0.5, estimate.advantages()[3], 1e-12);
    }

    @RepeatedTest(20)
    void toolTokensChangeNothingAroundThem(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        int length = 12;
        var sampled = new boolean[length];
        for (int t = 0; t < length; t++) {
            sampled[t] = random.nextInt(3) > 0;
        }
        int[] kept = IntStream.range(0, length).filter(t -> sampled[t]).toArray();
        double[] longRewards = random.doubles(length, -1, 1).toArray();
        double[] longValues = random.doubles(length, -1, 1).toArray();
        var gae = new GeneralizedAdvantage(0.95, 0.9);

        var whole = new boolean[kept.length];
        Arrays.fill(whole, true);
        Estimate close = gae.estimate(pick(longRewards, kept), pick(longValues, kept), whole, 0.3);
        Estimate wide = gae.estimate(longRewards, longValues, sampled, 0.3);
        assertArrayEquals(close.advantages(), pick(wide.advantages(), kept), 1e-15);
        assertArrayEquals(close.returns(), pick(wide.returns(), kept), 1e-15);
    }

    @Test
    void emptyResponseTeachesNothing() {
        Estimate estimate = new GeneralizedAdvantage(1, 1).estimate(new double[0], new double[0], new boolean[0], 5);
        assertEquals(0, estimate.advantages().length);
    }

    private static double[] pick(double[] from, int[] which) {
        return Arrays.stream(which).mapToDouble(t -> from[t]).toArray();
    }
}
