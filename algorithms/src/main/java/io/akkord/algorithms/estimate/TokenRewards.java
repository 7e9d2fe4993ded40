package io.akkord.algorithms.estimate;

/** The reward of each token: a penalty for leaving the reference, at the end the score. Ziegler et al. 2019, eq. 2. */
public final class TokenRewards {

    private TokenRewards() {}

    /**
     * {@code r_t = -coefficient KL_t}, plus the score on the last sampled token.
     *
     * @param kl {@code [tokens]}, nats
     * @param coefficient weight of the penalty, at least 0
     * @param score of the whole response; lost where no token was sampled
     * @param sampled mask {@code [tokens]}; rewards outside it are 0
     */
    public static double[] of(double[] kl, double coefficient, double score, boolean[] sampled) {
        var rewards = new double[kl.length];
        int last = -1;
        for (int t = 0; t < kl.length; t++) {
            if (sampled[t]) {
                rewards[t] = -coefficient * kl[t];
                last = t;
            }
        }
        if (last >= 0) {
            rewards[last] += score;
        }
        return rewards;
    }
}
