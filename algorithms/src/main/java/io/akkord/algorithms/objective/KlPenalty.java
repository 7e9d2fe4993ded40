package io.akkord.algorithms.objective;

import io.akkord.algorithms.estimate.Kl;

/**
 * The price of leaving the reference, as part of the loss.
 *
 * <p>A token costs {@code beta KL}. Taken for a loss, the estimates k1 and k3 do not have the slope of the divergence they
 * estimate; k2 has, for tokens of the present policy. So the value may be one estimate's and the slope k2's ({@code
 * straightThrough}, verl's {@code k3+}), and tokens of an older policy may be weighed by their ratio ({@code
 * biasCorrected}, DeepSeek-AI 2025, "DeepSeek-V3.2").
 *
 * @param beta weight; 0 for no penalty
 * @param estimator of the divergence
 * @param limit clamps the estimate to [-limit, limit], see {@link Kl}; 0 leaves it
 * @param straightThrough takes the slope of k2 whatever the estimate
 * @param biasCorrected multiplies the estimate by the ratio of the present to the old policy, slope included
 */
public record KlPenalty(
        double beta, Kl.Estimator estimator, double limit, boolean straightThrough, boolean biasCorrected) {

    /** No penalty. */
    public static final KlPenalty NONE = new KlPenalty(0, Kl.Estimator.K3, 0, false, false);

    private static final Kl K2 = Kl.of(Kl.Estimator.K2);

    public KlPenalty {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("beta must be at least 0, was " + beta);
        }
        if (!(limit >= 0)) {
            throw new IllegalArgumentException("limit must be at least 0, was " + limit);
        }
    }

    /**
     * One response.
     *
     * @param logprobs {@code [tokens]}, nats, now
     * @param old {@code [tokens]}, of the policy as the iteration began
     * @param reference {@code [tokens]}
     * @param mask {@code [tokens]}, true for tokens that teach
     * @param weights {@code [tokens]}, what each token's loss counts in the step's
     * @param level of what the ratio of {@code biasCorrected} is taken
     * @return losses with {@code beta} in them
     */
    public Surrogate.Cost of(
            double[] logprobs, double[] old, double[] reference, boolean[] mask, double[] weights, RatioLevel level) {
        Surrogate.Cost cost = Surrogate.Cost.of(logprobs.length);
        double[] logRatios = biasCorrected ? level.logRatios(logprobs, old, mask) : new double[logprobs.length];
        var perRatio = new double[logprobs.length];
        var kl = new Kl(estimator, limit);
        for (int t = 0; t < logprobs.length; t++) {
            if (mask[t]) {
                double held = Math.clamp(logRatios[t], -Surrogate.WIDEST_LOG_RATIO, Surrogate.WIDEST_LOG_RATIO);
                double ratio = Math.exp(held);
                Kl sloped = straightThrough ? K2 : kl;
                cost.losses()[t] = beta * ratio * kl.at(logprobs[t], reference[t]);
                cost.slopes()[t] = weights[t] * beta * ratio * sloped.slope(logprobs[t], reference[t]);
                perRatio[t] = biasCorrected && held == logRatios[t] ? weights[t] * cost.losses()[t] : 0;
            }
        }
        level.chain(perRatio, mask);
        for (int t = 0; t < perRatio.length; t++) {
            cost.slopes()[t] += perRatio[t];
        }
        return cost;
    }
}
