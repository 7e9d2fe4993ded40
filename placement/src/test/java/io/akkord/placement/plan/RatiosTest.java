package io.akkord.placement.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RatiosTest {

    private static Ratios of(double... ratios) {
        Ratios all = Ratios.NONE;
        for (double ratio : ratios) {
            all = all.and(ratio);
        }
        return all;
    }

    @Test
    void meanAndSquaresAreThoseOfAllMeasurements() {
        Ratios ratios = of(1.5, 0.5, 4);
        assertEquals(3, ratios.count());
        assertEquals(2, ratios.mean(), 1e-12);
        assertEquals(0.25 + 2.25 + 4, ratios.squares(), 1e-12);
    }

    @Test
    void whatIsBelievedWeighsAsMuchAsTwoMeasurements() {
        assertEquals(1.2, Ratios.NONE.estimate(1.2), 1e-12);
        assertEquals(2, of(3, 3).estimate(1), 1e-12);
        assertEquals((2 * 1 + 8 * 3) / 10.0, of(3, 3, 3, 3, 3, 3, 3, 3).estimate(1), 1e-12);
    }

    @Test
    void confidenceGrowsWithMeasurementsAndFallsWithTheirSpread() {
        assertTrue(of(2).standardError(2) < Ratios.NONE.standardError(2));
        assertTrue(of(2, 2, 2, 2).standardError(2) < of(2).standardError(2));
        assertTrue(of(1, 3, 1, 3).standardError(2) > of(2, 2, 2, 2).standardError(2));
    }

    /** With many measurements what was believed no longer matters: standard deviation by the root of their number. */
    @Test
    void manyMeasurementsSpeakForThemselves() {
        double[] ratios = new double[10_000];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = i % 2 == 0 ? 1 : 3;
        }
        assertEquals(1.0 / 100, of(ratios).standardError(1), 1e-4);
    }
}
