package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.List;

/**
 * PPO's clipped policy objective, Schulman et al. 2017, eq. 7.
 *
 * <p>With r = exp(logprob - logprob when sampled), the log-ratio held within 20, a token costs {@code max(-A r, -A
 * clip(r, 1 - low, 1 + high))}: nothing is gained by leaving the interval, so the slope there is 0. Dual clip (Ye et al.
 * 2020) also bounds the cost of a bad token that became likelier, {@code min(cost, -A dualClip)} where A is negative.
 *
 * @param low how far the ratio may fall below 1; from 1 on nothing bounds it
 * @param high how far it may rise above 1; DAPO takes it larger than {@code low}
 * @param dualClip the bound, greater than 1; 0 for none
 * @param entropy weight of the bonus for undecided policies, a mean over sampled tokens whether their response has a
 *     score or not; 0 for none
 * @param aggregation how tokens become one loss
 * @param norm the constant of {@code seq-mean-token-sum-norm}, most tokens a response may have
 */
public record ClippedSurrogate(
        double low, double high, double dualClip, double entropy, Aggregation aggregation, double norm)
        implements Objective {

    private static final double WIDEST_LOG_RATIO = 20;

    public ClippedSurrogate {
        check(low > 0, "clip must be greater than 0, was " + low);
        check(high > 0, "clip-high must be greater than 0, was " + high);
        check(dualClip == 0 || dualClip > 1, "dual-clip must be greater than 1, or 0 for none, was " + dualClip);
        check(norm > 0, "norm must be greater than 0, was " + norm);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** One token's share. */
    private record Token(double loss, double slope, double logRatio, boolean clipped, boolean bounded) {}

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        TaughtTokens.Counts counts = TaughtTokens.of(step, Column.ROLLOUTS).counts();
        long sampled = step.get(Column.ROLLOUTS).sequences().stream()
                .mapToLong(Sequence::sampledTokens)
                .sum();
        double entropyWeight = counts.tokens() == 0 || entropy == 0 ? 0 : -entropy / sampled;
        return batch -> derivative(batch, counts, entropyWeight);
    }

    private Derivative derivative(MicroBatch batch, TaughtTokens.Counts step, double entropyWeight) {
        List<Rollout> rollouts = batch.columns().get(Column.ROLLOUTS).items();
        double[][] advantages = batch.columns().get(Column.ADVANTAGES).values();
        double[][] logprobs = batch.outputs().values();
        TaughtTokens taught = TaughtTokens.of(batch.columns(), Column.ROLLOUTS);
        var slopes = new double[logprobs.length][];
        var metrics = new Metrics();
        double loss = 0;
        for (int i = 0; i < logprobs.length; i++) {
            slopes[i] = new double[logprobs[i].length];
            for (int t = 0; t < logprobs[i].length; t++) {
                if (taught.mask()[i][t]) {
                    Token token = token(logprobs[i][t], rollouts.get(i).logprobs()[t], advantages[i][t]);
                    double weight = aggregation.weight(step, taught.lengths()[i], norm);
                    loss += weight * token.loss;
                    slopes[i][t] = weight * token.slope;
                    measure(metrics, token);
                }
            }
        }
        metrics.add("policy/loss", loss, step.share(taught));
        return new Derivative(loss, slopes, entropyWeight, metrics);
    }

    private Token token(double logprob, double sampledLogprob, double advantage) {
        double difference = logprob - sampledLogprob;
        double logRatio = Math.clamp(difference, -WIDEST_LOG_RATIO, WIDEST_LOG_RATIO);
        double ratio = Math.exp(logRatio);
        double free = -advantage * ratio;
        double clipped = -advantage * Math.clamp(ratio, 1 - low, 1 + high);
        double loss = Math.max(free, clipped);
        double slope = clipped > free || logRatio != difference ? 0 : free;

        double bound = -advantage * dualClip;
        boolean bounded = dualClip > 0 && advantage < 0 && loss > bound;
        return new Token(bounded ? bound : loss, bounded ? 0 : slope, logRatio, clipped > free, bounded);
    }

    private void measure(Metrics metrics, Token token) {
        metrics.add("policy/clipfrac", token.clipped ? 1 : 0);
        metrics.add("policy/approx_kl", -token.logRatio);
        metrics.add("policy/ratio_mean", Math.exp(token.logRatio));
        if (dualClip > 0) {
            metrics.add("policy/clipfrac_lower", token.bounded ? 1 : 0);
        }
    }
}
