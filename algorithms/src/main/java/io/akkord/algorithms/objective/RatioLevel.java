package io.akkord.algorithms.objective;

import java.util.Arrays;

/** Of what the ratio of probabilities is taken. */
public enum RatioLevel {
    /** Of each token. PPO, GRPO, DAPO. */
    TOKEN,
    /**
     * Of the whole response, the geometric mean over its tokens, and the slope is that of the mean: every token has the
     * same. GSPO (Zheng et al. 2025), TRL, OpenRLHF.
     */
    SEQUENCE,
    /**
     * The same number, but each token's slope stays its own, so that tokens may have advantages of their own. GSPO-token
     * (same), verl. Equal to {@link #SEQUENCE} where a response's tokens share one advantage and one weight.
     */
    SEQUENCE_TOKEN;

    /**
     * The log-ratio each token is measured by.
     *
     * @param logprobs {@code [tokens]}, nats, now
     * @param old {@code [tokens]}, before
     * @param mask {@code [tokens]}; outside it the answer is 0
     */
    double[] logRatios(double[] logprobs, double[] old, boolean[] mask) {
        var ratios = new double[logprobs.length];
        for (int t = 0; t < ratios.length; t++) {
            ratios[t] = mask[t] ? logprobs[t] - old[t] : 0;
        }
        if (this != TOKEN) {
            double mean = Arrays.stream(ratios).sum() / Math.max(1, count(mask));
            for (int t = 0; t < ratios.length; t++) {
                ratios[t] = mask[t] ? mean : 0;
            }
        }
        return ratios;
    }

    /** Turns slopes with respect to each token's log-ratio, 0 outside the mask, into slopes of log-probs, in place. */
    void chain(double[] slopes, boolean[] mask) {
        if (this == SEQUENCE) {
            double share = Arrays.stream(slopes).sum() / Math.max(1, count(mask));
            for (int t = 0; t < slopes.length; t++) {
                slopes[t] = mask[t] ? share : 0;
            }
        }
    }

    static int count(boolean[] mask) {
        int count = 0;
        for (boolean one : mask) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
