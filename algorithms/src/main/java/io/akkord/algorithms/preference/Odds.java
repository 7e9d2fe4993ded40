package io.akkord.algorithms.preference;

/**
 * The log-odds of a response by its mean log-prob a: {@code a - log(1 - exp(a))}. Hong et al. 2024, "ORPO", eq. 4.
 *
 * <p>A response that is certain, or empty, would have infinite odds: a is held at -1e-6, beyond which it has no slope.
 */
public record Odds() implements ResponseScore {

    private static final double NEARLY_CERTAIN = -1e-6;

    @Override
    public double at(double meanLogprob) {
        double held = Math.min(meanLogprob, NEARLY_CERTAIN);
        return held - Math.log(-Math.expm1(held));
    }

    @Override
    public double slope(double meanLogprob) {
        return meanLogprob > NEARLY_CERTAIN ? 0 : -1 / Math.expm1(meanLogprob);
    }
}
