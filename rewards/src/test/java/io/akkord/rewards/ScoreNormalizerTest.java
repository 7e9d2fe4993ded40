package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.workflow.Step;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScoreNormalizerTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final State START = new State(0, 0, 0);

    private final ScoreNormalizer normalizer = new ScoreNormalizer(true, INFINITE);

    private static double[] gaussian(int count, double mean, double deviation, long seed) {
        var random = new Random(seed);
        return DoubleStream.generate(() -> random.nextGaussian(mean, deviation))
                .limit(count)
                .toArray();
    }

    @Test
    void firstIterationGetsZeroMeanAndUnitVariance() {
        double[] scores = normalizer.apply(new double[] {1, 2, 3, 4}, START).scores();
        double deviation = Math.sqrt(5.0 / 3);
        assertArrayEquals(
                new double[] {-1.5 / deviation, -0.5 / deviation, 0.5 / deviation, 1.5 / deviation}, scores, 1e-7);
    }

    @Test
    void theWorkflowStartsWithUsableMoments() {
        State start = Step.MOMENTS.initial();
        assertArrayEquals(START.numbers(), start == null ? new double[0] : start.numbers());
    }

    @Test
    void momentsOfManyIterationsAreThoseOfAllScores() {
        double[] all = gaussian(300, 1e6, 2, 7);
        State moments = START;
        for (int from = 0; from < 300; from += 60) {
            moments = normalizer
                    .apply(Arrays.copyOfRange(all, from, from + 60), moments)
                    .moments();
        }
        double mean = Arrays.stream(all).sum() / 300;
        double squares = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum();
        assertEquals(300, moments.numbers()[0]);
        assertEquals(mean, ScoreNormalizer.mean(moments), 1e-8);
        assertEquals(squares, moments.numbers()[2], 1e-5 * squares);
        assertEquals(Math.sqrt(squares / 299), ScoreNormalizer.deviation(moments), 1e-5);
    }

    @Test
    void orderOfResponsesChangesNoBit() {
        double[] raw = gaussian(257, 3, 100, 1);
        double[] backwards = new double[raw.length];
        Arrays.setAll(backwards, i -> raw[raw.length - 1 - i]);
        State before = new State(10, 0.3, 17);
        var forth = normalizer.apply(raw, before);
        var back = normalizer.apply(backwards, before);
        assertArrayEquals(forth.moments().numbers(), back.moments().numbers());
        for (int i = 0; i < raw.length; i++) {
            assertEquals(forth.scores()[i], back.scores()[raw.length - 1 - i]);
        }
    }

    @Test
    void laterIterationsAreMeasuredByAllBefore() {
        State before = normalizer.apply(new double[] {0, 2}, START).moments();
        var after = normalizer.apply(new double[] {1, 1}, before);
        assertArrayEquals(new double[] {4, 1, 2}, after.moments().numbers());
        assertArrayEquals(new double[] {0, 0}, after.scores());
    }

    @Test
    void unscoredResponsesStayUnscoredAndCountInNothing() {
        var with = normalizer.apply(new double[] {1, Double.NaN, 3}, START);
        assertArrayEquals(new double[] {2, 2, 2}, with.moments().numbers());
        assertEquals(Double.NaN, with.scores()[1]);
        assertEquals(1 / Math.sqrt(2), with.scores()[2], 1e-7);
        State before = new State(5, 1, 2);
        var none = normalizer.apply(new double[] {Double.NaN}, before);
        assertArrayEquals(before.numbers(), none.moments().numbers());
    }

    @Test
    void equalScoresBecomeZeroInsteadOfNoise() {
        var same = normalizer.apply(new double[] {0.1, 0.1, 0.1}, START);
        assertArrayEquals(new double[] {0, 0, 0}, same.scores());
        assertArrayEquals(new double[] {3, 0.1, 0}, same.moments().numbers());
    }

    @Test
    void aSingleScoreIsOnlyCentred() {
        assertArrayEquals(
                new double[] {0}, normalizer.apply(new double[] {5}, START).scores());
    }

    @Test
    void clipComesAfterNormalisation() {
        double[] raw = {-10, 0, 10};
        assertArrayEquals(
                new double[] {-0.5, 0, 0.5},
                new ScoreNormalizer(true, 0.5).apply(raw, START).scores());
        assertArrayEquals(
                new double[] {-5, 0, 5},
                new ScoreNormalizer(false, 5).apply(raw, START).scores());
    }

    @Test
    void withoutNormalisationScoresPassAndMomentsAreKept() {
        double[] raw = {-10, Double.NaN, 12};
        var passed = ScoreNormalizer.none().apply(raw, START);
        assertArrayEquals(raw, passed.scores());
        assertArrayEquals(new double[] {2, 1, 242}, passed.moments().numbers());
    }

    @Test
    void theClipMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> new ScoreNormalizer(true, 0));
        assertThrows(IllegalArgumentException.class, () -> new ScoreNormalizer(true, Double.NaN));
    }
}
