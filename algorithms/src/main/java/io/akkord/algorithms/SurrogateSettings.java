package io.akkord.algorithms;

import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.GeometricMean;
import io.akkord.algorithms.objective.LogLikelihood;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.SoftGate;
import io.akkord.algorithms.objective.Surrogate;

/**
 * Which surrogate, and its numbers; each kind reads its own.
 *
 * @param kind which
 * @param level of what the ratio is taken; {@code sequence} is GSPO
 * @param clip how far the ratio (geometric mean: the log-ratio) may fall
 * @param clipHigh how far it may rise, where that differs; 0 for the same as {@code clip}
 * @param dualClip bounds the cost of a bad token that became likelier, greater than 1; 0 for none
 * @param delta bounds the free ratio of every token, greater than 1; 0 for none
 * @param tauPositive temperature of SAPO's gate where the advantage is positive
 * @param tauNegative where it is not
 */
public record SurrogateSettings(
        Kind kind,
        RatioLevel level,
        double clip,
        double clipHigh,
        double dualClip,
        double delta,
        double tauPositive,
        double tauNegative) {

    /** The surrogates there are. */
    public enum Kind {
        /** {@link ClippedSurrogate}. */
        CLIPPED,
        /** {@link DetachedRatio}. */
        CISPO,
        /** {@link SoftGate}. */
        SAPO,
        /** {@link GeometricMean}. */
        GEOMETRIC_MEAN,
        /** {@link LogLikelihood}; GPG too. */
        REINFORCE
    }

    public SurrogateSettings {
        if (!(clipHigh >= 0)) {
            throw new IllegalArgumentException("clip-high must be at least 0, was " + clipHigh);
        }
        for (Kind each : Kind.values()) {
            surrogate(each, level, clip, clipHigh, dualClip, delta, tauPositive, tauNegative);
        }
    }

    Surrogate surrogate() {
        return surrogate(kind, level, clip, clipHigh, dualClip, delta, tauPositive, tauNegative);
    }

    private static Surrogate surrogate(
            Kind kind,
            RatioLevel level,
            double low,
            double clipHigh,
            double dualClip,
            double delta,
            double tauPositive,
            double tauNegative) {
        double high = clipHigh == 0 ? low : clipHigh;
        return switch (kind) {
            case CLIPPED -> new ClippedSurrogate(level, low, high, dualClip, delta);
            case CISPO -> new DetachedRatio(level, low, high);
            case SAPO -> new SoftGate(level, tauPositive, tauNegative);
            case GEOMETRIC_MEAN -> new GeometricMean(low, high);
            case REINFORCE -> new LogLikelihood();
        };
    }
}
