package io.akkord.algorithms.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PairPreferenceTest {

    private static final PreferencePair PAIR = new PreferencePair(new int[] {1}, new int[] {5, 2}, new int[] {6, 2}, 0);
    private static final PreferencePair TIE = new PreferencePair(new int[] {1}, new int[] {7, 2}, new int[] {7, 2}, 0);

    private static PairPreference sigmoid(double nll) {
        return new PairPreference(PairComparison.of(PairLoss.SIGMOID, 0.5, 0), 1, nll, true, false);
    }

    private static Derivative at(Objective objective, List<PreferencePair> pairs, double[]... logprobs) {
        var outputs = new TokenGrid(logprobs, 2);
        var reference = new double[logprobs.length][];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = new double[logprobs[i].length];
            Arrays.fill(reference[i], -1);
        }
        var rows = new int[pairs.size()];
        Arrays.setAll(rows, i -> i);
        Experience step = Experience.empty()
                .with(Column.PAIRS, new Rows<>(pairs))
                .with(Column.REFERENCE_LOGPROBS, new TokenGrid(reference, 2));
        return objective.prepare(step, outputs).at(new MicroBatch(rows, step, outputs));
    }

    @ParameterizedTest
    @EnumSource(PairLoss.class)
    void aPairOfEqualResponsesTeachesNothingAndIsCounted(PairLoss loss) {
        var objective = new PairPreference(PairComparison.of(loss, 0.5, 0.1), 1, 0.3, true, false);
        double[] chosen = {-0.5, -1.5};
        double[] rejected = {-2, -0.1};
        Derivative alone = at(objective, List.of(PAIR), chosen, rejected);
        Derivative both =
                at(objective, List.of(TIE, PAIR), new double[] {-3, -4}, new double[] {-3, -4}, chosen, rejected);
        assertEquals(alone.loss(), both.loss(), 1e-15);
        assertArrayEquals(new double[2], both.slopes()[0]);
        assertArrayEquals(new double[2], both.slopes()[1]);
        assertArrayEquals(alone.slopes()[0], both.slopes()[2], 1e-15);
        assertEquals(0.5, both.metrics().mean("preference/ties").value());
        assertEquals(1, both.metrics().mean("rewards/accuracies").weight());
    }

    @Test
    void aStepOfTiesAloneLosesNothing() {
        Derivative ties = at(sigmoid(1), List.of(TIE), new double[] {-3, -4}, new double[] {-3, -4});
        assertEquals(0, ties.loss());
        assertArrayEquals(new double[2], ties.slopes()[0]);
    }

    @Test
    void anEmptyResponseIsALogRatioOfZero() {
        var empty = new PreferencePair(new int[] {1}, new int[0], new int[] {6, 2}, 0);
        Derivative one = at(sigmoid(1), List.of(empty), new double[0], new double[] {-2, -3});
        assertEquals(Math.log1p(Math.exp(-0.5 * 3)), one.loss(), 1e-15, "it has no likelihood either");
        assertEquals(1.5, one.metrics().mean("rewards/margins").value());
    }

    @Test
    void rewardsAreLogRatiosTimesBeta() {
        Derivative one = at(sigmoid(0), List.of(PAIR), new double[] {-0.5, -1}, new double[] {-2, -1.5});
        assertEquals(0.25, one.metrics().mean("rewards/chosen").value());
        assertEquals(-0.75, one.metrics().mean("rewards/rejected").value());
        assertEquals(1, one.metrics().mean("rewards/margins").value());
        assertEquals(1, one.metrics().mean("rewards/accuracies").value());
        assertEquals(
                Math.log1p(Math.exp(-1)), one.metrics().mean("preference/loss").value(), 1e-15);
    }

    @Test
    void likelihoodIsAMeanOverTheTokensOfChosenResponses() {
        var longer = new PreferencePair(new int[] {1}, new int[] {5, 5, 5, 2}, new int[] {2}, 0);
        var nothing = new PairPreference(PairComparison.of(PairLoss.SIGMOID, 0.5, 0), 0, 0.3, false, false);
        Derivative two = at(
                nothing,
                List.of(PAIR, longer),
                new double[] {-1, -2},
                new double[] {-9, -9},
                new double[] {-3, -1, -1, -4},
                new double[] {-9});
        assertEquals(0.3 * 12 / 6, two.loss(), 1e-15);
        assertEquals(2, two.metrics().mean("preference/nll").value());
        assertEquals(-0.3 / 6, two.slopes()[2][3], 1e-15);
    }

    @Test
    void sortedLossesNeedAReference() {
        var aot = PairComparison.of(PairLoss.AOT, 0.5, 0);
        assertThrows(IllegalArgumentException.class, () -> new PairPreference(aot, 1, 0, false, false));
    }
}
