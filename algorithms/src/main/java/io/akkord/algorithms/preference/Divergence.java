package io.akkord.algorithms.preference;

/**
 * The divergence that holds the policy near its reference, Wang et al. 2024, "Beyond reverse KL".
 *
 * <p>With u a response's log-ratio its score is f'(exp(u)) of the divergence's f, constants left out. Exponents are held
 * at 80, beyond which a response has no slope.
 *
 * @param kind which one
 * @param alpha of {@link Kind#ALPHA}: 0 is forward KL, 1 reverse KL
 */
public record Divergence(Kind kind, double alpha) implements ResponseScore {

    private static final double LARGEST_EXPONENT = 80;

    /** Named divergences. */
    public enum Kind {
        /** u, as DPO has it. */
        REVERSE_KL,
        /** -exp(-u). */
        FORWARD_KL,
        /** log sigmoid(u). */
        JENSEN_SHANNON,
        /** exp((alpha - 1) u) / (alpha - 1). */
        ALPHA
    }

    public Divergence {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha must lie in [0, 1], was " + alpha);
        }
    }

    /** The divergence of DPO: the score is the log-ratio itself. */
    public static Divergence reverseKl() {
        return new Divergence(Kind.REVERSE_KL, 1);
    }

    @Override
    public double at(double logRatio) {
        return switch (kind) {
            case REVERSE_KL -> logRatio;
            case FORWARD_KL -> power(logRatio, 0);
            case JENSEN_SHANNON -> -Logistic.softplus(-logRatio);
            case ALPHA -> power(logRatio, alpha);
        };
    }

    @Override
    public double slope(double logRatio) {
        return switch (kind) {
            case REVERSE_KL -> 1;
            case FORWARD_KL -> powerSlope(logRatio, 0);
            case JENSEN_SHANNON -> Logistic.sigmoid(-logRatio);
            case ALPHA -> powerSlope(logRatio, alpha);
        };
    }

    private static double power(double u, double alpha) {
        return alpha == 1 ? u : Math.exp(Math.min((alpha - 1) * u, LARGEST_EXPONENT)) / (alpha - 1);
    }

    private static double powerSlope(double u, double alpha) {
        double exponent = (alpha - 1) * u;
        return exponent > LARGEST_EXPONENT ? 0 : Math.exp(exponent);
    }
}
