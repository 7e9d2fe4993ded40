package io.akkord.algorithms.estimate;

import io.akkord.algorithms.experience.Metrics;
import java.util.stream.IntStream;

/**
 * Corrects a loss for rollouts that another policy sampled: older weights, or an engine that rounds differently.
 *
 * <p>With d = old - rollout, the log-probs of the policy as the update begins and of the one that sampled, a token weighs
 * {@code exp(d)}, held so that no token outweighs the rest. Together with a surrogate whose ratio is taken against the old
 * log-probs this is decoupled PPO (Hilton et al. 2022; AReaL, Fu et al. 2025): there the old policy is called proximal.
 * Weights are constants to the gradient and change no denominator.
 *
 * @param correction what becomes of weights outside {@code [low, high]}
 * @param level whose weight is held
 * @param low smallest weight
 * @param high largest weight
 */
public record OffPolicy(Correction correction, Level level, double low, double high) {

    /** Log-weights are held within this, so that {@code exp} cannot overflow. */
    private static final double WIDEST = 20;

    /** What becomes of a weight outside the interval. */
    public enum Correction {
        /** There are no weights. */
        NONE,
        /** It is set to the nearer bound: truncated importance sampling. Yao et al. 2025. */
        TRUNCATE,
        /** It is set to 0. IcePop on tokens; on sequences TRL's mask. */
        MASK,
        /** Sets to 0 the tokens of a response whose geometric mean lies outside; the others weigh {@code exp(d)} unheld. */
        MASK_SEQUENCES
    }

    /** Whose weight is meant. */
    public enum Level {
        /** Each token's own. */
        TOKEN,
        /** The product over the response, for all its tokens. */
        SEQUENCE
    }

    public OffPolicy {
        if (!(low >= 0)) {
            throw new IllegalArgumentException("low must be at least 0, was " + low);
        }
        if (!(high >= low && high > 0)) {
            throw new IllegalArgumentException("high must be greater than 0 and at least low, was " + high);
        }
    }

    /** No correction. */
    public static OffPolicy none() {
        return new OffPolicy(Correction.NONE, Level.TOKEN, 0, 2);
    }

    /**
     * The weights of one response.
     *
     * @param old {@code [tokens]}, nats, of the policy as the update begins
     * @param rollout {@code [tokens]}, of the policy that sampled
     * @param mask {@code [tokens]}, true for sampled tokens
     * @return {@code [tokens]}; 1 everywhere without correction, otherwise 0 outside the mask
     */
    public double[] weights(double[] old, double[] rollout, boolean[] mask) {
        double[] weights = unheld(old, rollout, mask);
        boolean kept = isInside(exp(sum(old, rollout, mask) / Math.max(1, count(mask))));
        for (int t = 0; t < old.length; t++) {
            double weight = weights[t];
            weights[t] = switch (correction) {
                case NONE -> 1;
                case TRUNCATE -> mask[t] ? Math.clamp(weight, low, high) : 0;
                case MASK -> isInside(weight) ? weight : 0;
                case MASK_SEQUENCES -> kept ? weight : 0;
            };
        }
        return weights;
    }

    /** The weights of several responses. */
    public double[][] weights(double[][] old, double[][] rollout, boolean[][] mask) {
        return IntStream.range(0, old.length)
                .mapToObj(i -> weights(old[i], rollout[i], mask[i]))
                .toArray(double[][]::new);
    }

    /** The weights before anything holds them; 0 outside the mask. */
    private double[] unheld(double[] old, double[] rollout, boolean[] mask) {
        boolean whole = level == Level.SEQUENCE && correction != Correction.MASK_SEQUENCES;
        double sum = sum(old, rollout, mask);
        var weights = new double[old.length];
        for (int t = 0; t < old.length; t++) {
            weights[t] = mask[t] ? exp(whole ? sum : old[t] - rollout[t]) : 0;
        }
        return weights;
    }

    private static double sum(double[] old, double[] rollout, boolean[] mask) {
        double sum = 0;
        for (int t = 0; t < old.length; t++) {
            sum += mask[t] ? old[t] - rollout[t] : 0;
        }
        return sum;
    }

    private static int count(boolean[] mask) {
        int count = 0;
        for (boolean one : mask) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /**
     * How far the sampling policy was from the one that learns, under {@code mismatch/}.
     *
     * <p>{@code abs_mean}, {@code abs_max} of |d|; {@code k1}, {@code k3} estimate the divergence of the sampling policy
     * from the old one, nats a token; {@code effective_sample_size} is {@code sum(w)^2 / (n sum(w^2))} of the unheld token
     * weights, 1 where they are all equal; {@code held_fraction} of tokens have a weight that the correction changed.
     *
     * @param old {@code [rows][tokens]}
     * @param rollout same shape
     * @param mask same shape
     */
    public Metrics mismatch(double[][] old, double[][] rollout, boolean[][] mask) {
        var metrics = new Metrics();
        Kl k3 = Kl.of(Kl.Estimator.K3);
        double largest = 0;
        double sum = 0;
        double squares = 0;
        long tokens = 0;
        for (int i = 0; i < old.length; i++) {
            double[] unheld = unheld(old[i], rollout[i], mask[i]);
            double[] weights = correction == Correction.NONE ? unheld : weights(old[i], rollout[i], mask[i]);
            for (int t = 0; t < unheld.length; t++) {
                if (mask[i][t]) {
                    double d = old[i][t] - rollout[i][t];
                    double weight = exp(d);
                    largest = Math.max(largest, Math.abs(d));
                    sum += weight;
                    squares += weight * weight;
                    tokens++;
                    metrics.add("mismatch/abs_mean", Math.abs(d));
                    metrics.add("mismatch/k1", -d);
                    metrics.add("mismatch/k3", k3.at(rollout[i][t], old[i][t]));
                    metrics.add("mismatch/held_fraction", weights[t] == unheld[t] ? 0 : 1);
                }
            }
        }
        metrics.add("mismatch/abs_max", largest);
        return metrics.add("mismatch/effective_sample_size", tokens == 0 ? 1 : sum * sum / (tokens * squares));
    }

    private boolean isInside(double weight) {
        return weight >= low && weight <= high;
    }

    private static double exp(double logWeight) {
        return Math.exp(Math.clamp(logWeight, -WIDEST, WIDEST));
    }
}
