package io.akkord.algorithms.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.Rollouts;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClippedSurrogateTest {

    private static final PolicyGradient PLAIN =
            new PolicyGradient(new ClippedSurrogate(0.2, 0.3, 0), Aggregation.TOKEN_MEAN, 1, 0.5);
    private static final PolicyGradient DUAL =
            new PolicyGradient(new ClippedSurrogate(0.2, 0.3, 3), Aggregation.TOKEN_MEAN, 1, 0);

    /** The loss of a single token whose log-prob has moved by {@code logRatio} since it was sampled. */
    private static Derivative token(PolicyGradient surrogate, double logRatio, double advantage, double score) {
        var mask = new boolean[][] {{true}};
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(new double[][] {{-1}}, mask))
                .with(Column.SCORES, new Scores(new double[] {score}))
                .with(Column.ADVANTAGES, TokenGrid.of(new double[][] {{advantage}}));
        TokenGrid outputs = TokenGrid.of(new double[][] {{-1 + logRatio}});
        return surrogate.prepare(step, outputs).at(new MicroBatch(new int[] {0}, step, outputs));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "-0.5, -1", "30, 1", "-30, -1"})
    void slopeIsZeroBeyondTheClip(double logRatio, double advantage) {
        assertEquals(0, token(PLAIN, logRatio, advantage, 0).slopes()[0][0]);
    }

    @ParameterizedTest
    @CsvSource({"-0.5, 1", "0.5, -1", "0.1, 1", "0.1, -1"})
    void slopePullsBackFromTheWrongSideAndInsideTheClip(double logRatio, double advantage) {
        assertEquals(
                -advantage * Math.exp(logRatio),
                token(PLAIN, logRatio, advantage, 0).slopes()[0][0],
                1e-12);
    }

    @Test
    void dualClipBoundsTheCostOfABadTokenThatBecameLikelier() {
        Derivative free = token(PLAIN, 2, -1, 0);
        Derivative bounded = token(DUAL, 2, -1, 0);
        assertEquals(Math.exp(2), free.loss(), 1e-12);
        assertEquals(3, bounded.loss());
        assertEquals(0, bounded.slopes()[0][0]);
        assertEquals(1, bounded.metrics().mean("policy/clipfrac_lower").value());
    }

    @Test
    void hugeRatiosStayFinite() {
        assertEquals(Math.exp(20), token(PLAIN, 500, -1, 0).loss(), 1e-3);
    }

    @Test
    void stepWithoutAScoredResponseHasNoLoss() {
        Derivative nothing = token(PLAIN, 0.1, 1, Double.NaN);
        assertEquals(0, nothing.loss());
        assertEquals(0, nothing.slopes()[0][0]);
        assertEquals(0, nothing.entropyWeight());
        assertEquals(0, nothing.metrics().mean("policy/loss").weight());
    }

    @Test
    void entropyBonusIsAMeanOverTheStep() {
        assertEquals(-0.5, token(PLAIN, 0, 1, 0).entropyWeight());
    }

    @Test
    void impossibleSettingsAreRefusedByName() {
        assertEquals(
                "dual-clip must be greater than 1, or 0 for none, was 0.5",
                assertThrows(IllegalArgumentException.class, () -> new ClippedSurrogate(0.2, 0.2, 0.5))
                        .getMessage());
    }
}
