package io.akkord.algorithms.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.estimate.Kl;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Slopes that stop at a detached number are no derivative of the value; these facts stand in for finite differences. */
class SurrogateTest {

    private static final int TOKENS = 6;
    private static final boolean[] MASK = {true, true, false, true, true, true};

    private static double[] random(Random random, double scale) {
        return random.doubles(TOKENS, -scale, scale).toArray();
    }

    private static double mean(double[] now, double[] old) {
        return IntStream.range(0, TOKENS)
                .filter(t -> MASK[t])
                .mapToDouble(t -> now[t] - old[t])
                .average()
                .orElseThrow();
    }

    @RepeatedTest(20)
    void tokensOfASequenceRatioAreTokensAsFarAwayAsTheSequence(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        double[] now = random(random, 1);
        double[] old = random(random, 1);
        double[] advantages = random(random, 2);
        double[] weights = random(random, 1);
        double distance = mean(now, old);
        double[] asFar = Arrays.stream(now).map(logprob -> logprob - distance).toArray();
        Surrogate.Cost sequence =
                new ClippedSurrogate(RatioLevel.SEQUENCE_TOKEN, 0.2, 0.3, 0, 0).of(now, old, advantages, MASK, weights);
        Surrogate.Cost token = new ClippedSurrogate(0.2, 0.3, 0).of(now, asFar, advantages, MASK, weights);
        assertArrayEquals(token.losses(), sequence.losses(), 1e-12);
        assertArrayEquals(token.slopes(), sequence.slopes(), 1e-12);
    }

    @RepeatedTest(20)
    void bothSequenceSlopesAgreeWhereTokensShareAdvantageAndWeight(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        double[] now = random(random, 0.2);
        double[] old = random(random, 0.2);
        var same = new double[TOKENS];
        Arrays.fill(same, 0.7);
        Surrogate.Cost whole = new ClippedSurrogate(RatioLevel.SEQUENCE, 0.1, 0.1, 0, 0).of(now, old, same, MASK, same);
        Surrogate.Cost apart =
                new ClippedSurrogate(RatioLevel.SEQUENCE_TOKEN, 0.1, 0.1, 0, 0).of(now, old, same, MASK, same);
        assertArrayEquals(whole.losses(), apart.losses());
        assertArrayEquals(whole.slopes(), apart.slopes(), 1e-12);
    }

    @RepeatedTest(20)
    void detachedRatioOnlyWeighsTheLikelihood(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        double[] now = random(random, 1);
        double[] old = random(random, 1);
        double[] advantages = random(random, 2);
        double[] weights = random(random, 1);
        double[] held = IntStream.range(0, TOKENS)
                .mapToDouble(t -> weights[t] * Math.clamp(Math.exp(now[t] - old[t]), 0.8, 1.3))
                .toArray();
        Surrogate.Cost detached = new DetachedRatio(RatioLevel.TOKEN, 0.2, 0.3).of(now, old, advantages, MASK, weights);
        assertArrayEquals(
                new LogLikelihood().of(now, old, advantages, MASK, held).slopes(), detached.slopes(), 1e-12);
    }

    @RepeatedTest(20)
    void straightThroughPenaltyHasTheValueOfOneEstimateAndTheSlopeOfK2(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        double[] now = random(random, 1);
        double[] reference = random(random, 1);
        double[] weights = random(random, 1);
        Surrogate.Cost mixed = cost(Kl.Estimator.K3, true, now, reference, weights);
        assertArrayEquals(cost(Kl.Estimator.K3, false, now, reference, weights).losses(), mixed.losses());
        assertArrayEquals(cost(Kl.Estimator.K2, false, now, reference, weights).slopes(), mixed.slopes());
        assertEquals(0, mixed.slopes()[2], "a tool's token");
    }

    private static Surrogate.Cost cost(
            Kl.Estimator estimator, boolean straight, double[] now, double[] reference, double[] weights) {
        return new KlPenalty(0.3, estimator, 0, straight, false)
                .of(now, now, reference, MASK, weights, RatioLevel.TOKEN);
    }
}
