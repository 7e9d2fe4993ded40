package io.akkord.algorithms.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.estimate.Kl.Estimator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KlTest {

    @ParameterizedTest
    @EnumSource(Estimator.class)
    void slopeMatchesFiniteDifference(Estimator estimator) {
        for (Kl kl : new Kl[] {Kl.of(estimator), new Kl(estimator, 1.5)}) {
            for (double logprob : new double[] {-0.1, -1, -2.5, -4, -30}) {
                double h = 1e-6;
                double slope = (kl.at(logprob + h, -2) - kl.at(logprob - h, -2)) / (2 * h);
                assertEquals(slope, kl.slope(logprob, -2), 1e-7, kl + " at " + logprob);
            }
        }
    }

    @Test
    void unbiasedEstimatorsMeetTheExactDivergence() {
        double[] policy = {0.5, 0.3, 0.2};
        double[] reference = {0.2, 0.3, 0.5};
        double exact = 0;
        double k1 = 0;
        double k3 = 0;
        for (int token = 0; token < policy.length; token++) {
            double logprob = Math.log(policy[token]);
            double other = Math.log(reference[token]);
            exact += policy[token] * (logprob - other);
            k1 += policy[token] * Kl.of(Estimator.K1).at(logprob, other);
            k3 += policy[token] * Kl.of(Estimator.K3).at(logprob, other);
        }
        assertEquals(exact, k1, 1e-15);
        assertEquals(exact, k3, 1e-15);
    }

    @Test
    void k2AndK3AreNeverNegativeAndVanishOnlyAtEquality() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double logprob = -10 * random.nextDouble();
            double reference = -10 * random.nextDouble();
            assertTrue(Kl.of(Estimator.K2).at(logprob, reference) > 0);
            assertTrue(Kl.of(Estimator.K3).at(logprob, reference) > 0);
            assertEquals(0, Kl.of(Estimator.K3).at(logprob, logprob));
        }
    }

    @Test
    void impossibleTokensOverflowNothing() {
        assertTrue(Double.isFinite(Kl.of(Estimator.K3).at(-2000, -1)));
    }
}
