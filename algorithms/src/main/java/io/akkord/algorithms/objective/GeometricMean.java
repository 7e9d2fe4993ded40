package io.akkord.algorithms.objective;

/**
 * GMPO: the geometric mean of a response's token ratios, each clipped on its own (Zhao et al. 2025, "Geometric-mean policy
 * optimization").
 *
 * <p>With d the token's log-ratio, held from above where A is positive and from below where it is negative, every token
 * costs {@code -mean(A) exp(mean(d))}, means over the response. A held token has no slope.
 *
 * @param low how far a log-ratio may fall below 0
 * @param high how far it may rise above 0; the paper takes 0.4
 */
public record GeometricMean(double low, double high) implements Surrogate {

    public GeometricMean {
        if (!(low > 0)) {
            throw new IllegalArgumentException("clip must be greater than 0, was " + low);
        }
        if (!(high > 0)) {
            throw new IllegalArgumentException("clip-high must be greater than 0, was " + high);
        }
    }

    @Override
    public Cost of(double[] logprobs, double[] old, double[] advantages, boolean[] mask, double[] weights) {
        Cost cost = Cost.of(logprobs.length);
        var free = new boolean[logprobs.length];
        int count = RatioLevel.count(mask);
        double sum = 0;
        double advantage = 0;
        double weight = 0;
        for (int t = 0; t < logprobs.length; t++) {
            if (mask[t]) {
                double difference = logprobs[t] - old[t];
                double held = Math.clamp(difference, -low, high);
                double sign = Math.signum(advantages[t]);
                double kept = sign == 0 ? 0 : sign * Math.min(sign * difference, sign * held);
                double logRatio = Math.clamp(kept, -WIDEST_LOG_RATIO, WIDEST_LOG_RATIO);
                free[t] = sign != 0 && logRatio == difference;
                cost.clipped()[t] = held != difference && sign > 0;
                cost.bounded()[t] = held != difference && sign < 0;
                sum += logRatio / count;
                advantage += advantages[t] / count;
                weight += weights[t];
            }
        }
        double loss = -advantage * Math.exp(sum);
        for (int t = 0; t < logprobs.length; t++) {
            cost.losses()[t] = mask[t] ? loss : 0;
            cost.slopes()[t] = free[t] ? weight * loss / count : 0;
        }
        return cost;
    }
}
