package io.akkord.algorithms.estimate;

/**
 * Generalised advantage estimation, Schulman et al. 2016, eq. 16.
 *
 * <p>{@code delta_t = r_t + gamma V_{t+1} - V_t} and {@code A_t = delta_t + gamma lambda A_{t+1}}, from the last sampled
 * token back to the first. Tokens that were not sampled are not states of the policy: the recursion passes over them, so
 * that the token before a tool's answer is followed by the token after it.
 *
 * @param gamma discount of a later reward, in [0, 1]
 * @param lambda trades the bias of the values (0) for the variance of the rewards (1)
 */
public record GeneralizedAdvantage(double gamma, double lambda) {

    public GeneralizedAdvantage {
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma must lie in [0, 1], was " + gamma);
        }
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda must lie in [0, 1], was " + lambda);
        }
    }

    /**
     * What one response teaches.
     *
     * @param advantages {@code [tokens]}, not whitened; 0 where not sampled
     * @param returns {@code [tokens]}, advantage plus value; 0 where not sampled
     */
    public record Estimate(double[] advantages, double[] returns) {}

    /**
     * Estimates the advantages of one response.
     *
     * @param rewards {@code [tokens]}
     * @param values {@code [tokens]}, of the state before each token
     * @param sampled mask {@code [tokens]}; rewards and values outside it are not read
     * @param terminalValue of the state after the last token: 0 where the response ended, the critic's opinion where it
     *     was cut off and bootstrapping is wanted
     */
    public Estimate estimate(double[] rewards, double[] values, boolean[] sampled, double terminalValue) {
        var advantages = new double[rewards.length];
        var returns = new double[rewards.length];
        double nextValue = terminalValue;
        double nextAdvantage = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            if (!sampled[t]) {
                continue;
            }
            double delta = rewards[t] + gamma * nextValue - values[t];
            advantages[t] = delta + gamma * lambda * nextAdvantage;
            returns[t] = advantages[t] + values[t];
            nextValue = values[t];
            nextAdvantage = advantages[t];
        }
        return new Estimate(advantages, returns);
    }
}
