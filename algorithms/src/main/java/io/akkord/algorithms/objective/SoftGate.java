package io.akkord.algorithms.objective;

/**
 * SAPO: a sigmoid in place of the clip, so that trust fades instead of ending (Gao et al. 2025, "Soft adaptive policy
 * optimization").
 *
 * <p>A token costs {@code -A sigmoid(tau (r - 1)) 4 / tau}, whose slope at r = 1 is PPO's.
 *
 * @param level of what the ratio is taken
 * @param positive tau of tokens with a positive advantage
 * @param negative tau of the others; larger fades faster
 */
public record SoftGate(RatioLevel level, double positive, double negative) implements RatioSurrogate {

    public SoftGate {
        if (!(positive > 0)) {
            throw new IllegalArgumentException("tau-positive must be greater than 0, was " + positive);
        }
        if (!(negative > 0)) {
            throw new IllegalArgumentException("tau-negative must be greater than 0, was " + negative);
        }
    }

    @Override
    public Point at(double logRatio, double logprob, double advantage) {
        double ratio = Math.exp(logRatio);
        double tau = advantage > 0 ? positive : negative;
        double gate = 1 / (1 + Math.exp(-tau * (ratio - 1)));
        return new Point(-advantage * gate * 4 / tau, -advantage * 4 * gate * (1 - gate) * ratio, 0, false, false);
    }
}
