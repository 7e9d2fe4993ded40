package io.akkord.algorithms.preference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The maths of single pairs, in plain numbers. */
class PairComparisonTest {

    static Stream<Arguments> comparisons() {
        return Stream.of(PairLoss.values())
                .flatMap(loss -> Stream.of(0.0, 0.1)
                        .filter(smoothing -> loss != PairLoss.EXO_PAIR || smoothing > 0)
                        .flatMap(smoothing -> scores().map(score ->
                                Arguments.of(new PairComparison(loss, score, 0.7, 0.2, smoothing, 0.4)))));
    }

    private static Stream<ResponseScore> scores() {
        return Stream.of(
                Divergence.reverseKl(),
                new Divergence(Divergence.Kind.FORWARD_KL, 0.5),
                new Divergence(Divergence.Kind.JENSEN_SHANNON, 0.5),
                new Divergence(Divergence.Kind.ALPHA, 0.5),
                new Odds());
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void slopesMatchFiniteDifferences(PairComparison comparison) {
        var random = new Random(3);
        double h = 1e-6;
        for (int i = 0; i < 50; i++) {
            double chosen = random.nextDouble(-2.5, -0.1);
            double rejected = random.nextDouble(-2.5, -0.1);
            double strength = i % 2 == 0 ? 1 : random.nextDouble();
            PairCost cost = comparison.cost(chosen, rejected, strength);
            double byChosen = comparison.cost(chosen + h, rejected, strength).loss()
                    - comparison.cost(chosen - h, rejected, strength).loss();
            double byRejected = comparison.cost(chosen, rejected + h, strength).loss()
                    - comparison.cost(chosen, rejected - h, strength).loss();
            assertEquals(byChosen / (2 * h), cost.chosenSlope(), 1e-6);
            assertEquals(byRejected / (2 * h), cost.rejectedSlope(), 1e-6);
        }
    }

    /** Responses of thousands of tokens may differ by thousands of nats. */
    @ParameterizedTest
    @EnumSource(PairLoss.class)
    void nothingOverflowsFarFromTheReference(PairLoss loss) {
        var comparison = new PairComparison(loss, Divergence.reverseKl(), 0.1, 0, 0.01, 0.05);
        for (double[] far : new double[][] {{5000, -5000}, {5000, 5000}, {-5000, -5000}}) {
            PairCost cost = comparison.cost(far[0], far[1], 1);
            assertTrue(Double.isFinite(cost.loss()), cost.toString());
            assertTrue(Double.isFinite(cost.chosenSlope()), cost.toString());
            assertTrue(Double.isFinite(cost.rejectedSlope()), cost.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"FORWARD_KL, 0.5", "JENSEN_SHANNON, 0.5", "ALPHA, 0", "ALPHA, 0.5", "ALPHA, 0.999"})
    void divergencesStayFinite(Divergence.Kind kind, double alpha) {
        var divergence = new Divergence(kind, alpha);
        for (double far : new double[] {-1e5, 1e5}) {
            assertTrue(Double.isFinite(divergence.at(far)));
            assertTrue(Double.isFinite(divergence.slope(far)));
        }
    }

    @Test
    void alphaRunsFromForwardToReverseKl() {
        var forward = new Divergence(Divergence.Kind.FORWARD_KL, 0.5);
        for (double u : new double[] {-2, 0, 0.7}) {
            assertEquals(forward.at(u), new Divergence(Divergence.Kind.ALPHA, 0).at(u), 1e-15);
            assertEquals(u, new Divergence(Divergence.Kind.ALPHA, 1).at(u));
            assertEquals(1, new Divergence(Divergence.Kind.ALPHA, 0.999999).slope(u), 1e-5);
        }
    }

    @Test
    void strengthIsACrossEntropy() {
        var sigmoid = PairComparison.of(PairLoss.SIGMOID, 0.5, 0);
        double lead = 0.5 * (2 - 0.6);
        double expected = -0.8 * Math.log(1 / (1 + Math.exp(-lead))) - 0.2 * Math.log(1 / (1 + Math.exp(lead)));
        assertEquals(expected, sigmoid.cost(2, 0.6, 0.8).loss(), 1e-15);
        assertEquals(
                expected,
                PairComparison.of(PairLoss.SIGMOID, 0.5, 0.2).cost(2, 0.6, 1).loss(),
                1e-15,
                "label smoothing of 0.2 is a strength of 0.8");
    }

    @ParameterizedTest
    @EnumSource(PairLoss.class)
    void aPairThatNobodyPrefersIsTheSameTurnedRound(PairLoss loss) {
        var comparison = PairComparison.of(loss, 0.5, loss == PairLoss.EXO_PAIR ? 0.1 : 0);
        PairCost one = comparison.cost(1.5, -0.5, 0.5);
        PairCost turned = comparison.cost(-0.5, 1.5, 0.5);
        assertEquals(one.loss(), turned.loss(), 1e-15);
        assertEquals(one.chosenSlope(), turned.rejectedSlope(), 1e-15);
    }

    @Test
    void oddsOfACertainResponseAreBounded() {
        var odds = new Odds();
        assertEquals(Math.log(0.25 / 0.75), odds.at(Math.log(0.25)), 1e-12);
        assertTrue(Double.isFinite(odds.at(0)));
        assertEquals(0, odds.slope(0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, SIGMOID, 'beta must be greater than 0, was 0.0'",
        "1, 0.5, SIGMOID, 'label-smoothing must lie in [0, 0.5), was 0.5'",
        "1, 0, EXO_PAIR, 'label-smoothing must be greater than 0 with loss = exo-pair, such as 1e-3, was 0'",
    })
    void constantsOutOfRangeAreNamed(double beta, double smoothing, PairLoss loss, String message) {
        var problem = assertThrows(IllegalArgumentException.class, () -> PairComparison.of(loss, beta, smoothing));
        assertEquals(message, problem.getMessage());
    }
}
