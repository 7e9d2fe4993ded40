package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.Arrays;
import java.util.List;

/**
 * Teaches a policy what its own responses were worth: a surrogate, weighed and summed, a KL penalty and an entropy bonus.
 *
 * <p>The old log-probs are those of the rollouts, unless {@link #OLD_LOGPROBS} is among the columns; where {@link
 * #IMPORTANCE_WEIGHTS} is, the surrogate's loss of each token is multiplied by it. Weights change no denominator.
 *
 * @param surrogate what a response costs
 * @param aggregation how tokens become one loss
 * @param norm the constant of {@code seq-mean-token-sum-norm}, most tokens a response may have
 * @param entropy weight of the bonus for undecided policies, a mean over sampled tokens whether their response has a
 *     score or not; 0 for none
 * @param penalty of leaving the reference, aggregated like the surrogate; reads the reference's log-probs unless {@code
 *     beta} is 0
 * @param columns what it reads of the rollouts
 */
public record PolicyGradient(
        Surrogate surrogate, Aggregation aggregation, double norm, double entropy, KlPenalty penalty, Columns columns)
        implements Objective {

    /**
     * Where the rollouts and what belongs to them are found.
     *
     * @param rollouts what the policy learns from
     * @param scores says which of them have a score
     * @param reference their log-probs under the reference
     */
    public record Columns(Column<Rows<Rollout>> rollouts, Column<Scores> scores, Column<TokenGrid> reference) {

        /** The usual ones. */
        public static final Columns USUAL = new Columns(Column.ROLLOUTS, Column.SCORES, Column.REFERENCE_LOGPROBS);
    }

    /** Log-probs of the rollouts under the policy as the iteration began, computed again by the network that learns. */
    public static final Column<TokenGrid> OLD_LOGPROBS = Column.tokens("old-logprobs");

    /** What corrects the surrogate of each token for having been sampled from another policy. */
    public static final Column<TokenGrid> IMPORTANCE_WEIGHTS = Column.tokens("importance-weights");

    public PolicyGradient {
        if (!(norm > 0)) {
            throw new IllegalArgumentException("norm must be greater than 0, was " + norm);
        }
    }

    /** One without a penalty, of the usual columns. */
    public PolicyGradient(Surrogate surrogate, Aggregation aggregation, double norm, double entropy) {
        this(surrogate, aggregation, norm, entropy, KlPenalty.NONE, Columns.USUAL);
    }

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        TaughtTokens.Counts counts =
                TaughtTokens.of(step, columns.rollouts, columns.scores).counts();
        long sampled = step.get(columns.rollouts).sequences().stream()
                .mapToLong(Sequence::sampledTokens)
                .sum();
        double entropyWeight = counts.tokens() == 0 || entropy == 0 ? 0 : -entropy / sampled;
        return batch -> derivative(batch, counts, entropyWeight);
    }

    private Derivative derivative(MicroBatch batch, TaughtTokens.Counts step, double entropyWeight) {
        List<Rollout> rollouts = batch.columns().get(columns.rollouts).items();
        double[][] logprobs = batch.outputs().values();
        TaughtTokens taught = TaughtTokens.of(batch.columns(), columns.rollouts, columns.scores);
        var slopes = new double[logprobs.length][];
        var metrics = new Metrics();
        double loss = 0;
        double penalties = 0;
        for (int i = 0; i < logprobs.length; i++) {
            boolean[] mask = taught.mask()[i];
            double weight = taught.lengths()[i] == 0 ? 0 : aggregation.weight(step, taught, i, norm);
            double[] old = old(batch.columns(), rollouts.get(i), i);
            double[] weights = weights(batch.columns(), i, weight, mask.length);
            double[] advantages = batch.columns().get(Column.ADVANTAGES).values()[i];
            Surrogate.Cost cost = surrogate.of(logprobs[i], old, advantages, mask, weights);
            slopes[i] = cost.slopes();
            loss += weighed(cost, weights);
            measure(metrics, cost, logprobs[i], old, mask);
            if (penalty.beta() > 0) {
                double[] reference = batch.columns().get(columns.reference).values()[i];
                double[] plain = filled(mask.length, weight);
                Surrogate.Cost price = penalty.of(logprobs[i], old, reference, mask, plain, level());
                penalties += weighed(price, plain);
                for (int t = 0; t < mask.length; t++) {
                    slopes[i][t] += price.slopes()[t];
                }
            }
        }
        double share = step.share(taught);
        metrics.add("policy/loss", loss + penalties, share);
        if (penalty.beta() > 0) {
            metrics.add("policy/kl_loss", penalties / penalty.beta(), share);
        }
        return new Derivative(loss + penalties, slopes, entropyWeight, metrics);
    }

    private RatioLevel level() {
        return surrogate instanceof RatioSurrogate ratio ? ratio.level() : RatioLevel.TOKEN;
    }

    private static double[] old(Experience columns, Rollout rollout, int row) {
        return columns.has(OLD_LOGPROBS) ? columns.get(OLD_LOGPROBS).values()[row] : rollout.sampledLogprobs();
    }

    private static double[] weights(Experience columns, int row, double weight, int tokens) {
        double[] weights = filled(tokens, weight);
        if (columns.has(IMPORTANCE_WEIGHTS)) {
            double[] importance = columns.get(IMPORTANCE_WEIGHTS).values()[row];
            for (int t = 0; t < tokens; t++) {
                weights[t] *= importance[t];
            }
        }
        return weights;
    }

    private static double[] filled(int tokens, double value) {
        var filled = new double[tokens];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double weighed(Surrogate.Cost cost, double[] weights) {
        double sum = 0;
        for (int t = 0; t < weights.length; t++) {
            sum += weights[t] * cost.losses()[t];
        }
        return sum;
    }

    private static void measure(Metrics metrics, Surrogate.Cost cost, double[] logprobs, double[] old, boolean[] mask) {
        for (int t = 0; t < mask.length; t++) {
            if (mask[t]) {
                double logRatio =
                        Math.clamp(logprobs[t] - old[t], -Surrogate.WIDEST_LOG_RATIO, Surrogate.WIDEST_LOG_RATIO);
                metrics.add("policy/clipfrac", cost.clipped()[t] ? 1 : 0);
                metrics.add("policy/clipfrac_lower", cost.bounded()[t] ? 1 : 0);
                metrics.add("policy/approx_kl", -logRatio);
                metrics.add("policy/ratio_mean", Math.exp(logRatio));
            }
        }
    }
}
