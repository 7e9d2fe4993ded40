package io.akkord.algorithms.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static double[] of(double value, int count) {
        var values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }

    @Test
    void oneBinHoldsTheGapBetweenConfidenceAndAgreement() {
        double[] differences = of(logit(0.85), 4);
        assertEquals(0.10, Calibration.error(differences, new double[] {1, 1, 1, 0}, 10), 1e-12);
        assertEquals(0.15, Calibration.error(differences, of(1, 4), 10), 1e-12);
    }

    /** By hand: bins [0.6, 0.7) with one of two right, gap 0.15, and [0.9, 1] with both, gap 0.05. */
    @Test
    void binsCountByWhatFellIntoThem() {
        double[] differences = {logit(0.65), logit(0.65), logit(0.95), logit(0.95)};
        assertEquals(0.10, Calibration.error(differences, new double[] {1, 0, 1, 1}, 10), 1e-12);
    }

    @Test
    void theOrderInWhichAPairIsShownDoesNotMatter() {
        double[] differences = {0.3, -1.7, 2.2, -0.1, 4};
        double[] labels = {1, 0.2, 0.9, 0, 1};
        double[] swapped = Arrays.stream(differences).map(each -> -each).toArray();
        double[] others = Arrays.stream(labels).map(each -> 1 - each).toArray();
        assertEquals(Calibration.error(differences, labels, 10), Calibration.error(swapped, others, 10), 1e-12);
    }

    @Test
    void labelsDrawnFromThePredictionsAreCalibratedAndOverconfidenceIsNot() {
        var random = new SplittableRandom(5);
        double[] differences = random.doubles(20_000, -3, 3).toArray();
        double[] labels = Arrays.stream(differences)
                .map(each -> random.nextDouble() < 1 / (1 + Math.exp(-each)) ? 1 : 0)
                .toArray();
        double[] louder = Arrays.stream(differences).map(each -> 3 * each).toArray();
        assertTrue(Calibration.error(differences, labels, 10) < 0.02);
        assertTrue(Calibration.error(louder, labels, 10) > 0.1);
    }

    @Test
    void extremeDifferencesStayInTheirBins() {
        assertEquals(0, Calibration.error(new double[] {1e9, -1e9}, new double[] {1, 0}, 10));
        assertEquals(1, Calibration.error(new double[] {1e9, -1e9}, new double[] {0, 1}, 10));
    }

    @Test
    void aLabelBelongsToEachDifference() {
        assertThrows(IllegalArgumentException.class, () -> Calibration.error(of(1, 2), of(1, 1), 10));
        assertThrows(IllegalArgumentException.class, () -> Calibration.error(of(1, 2), of(1, 2), 0));
        assertTrue(Double.isNaN(Calibration.error(new double[0], new double[0], 10)));
    }
}
