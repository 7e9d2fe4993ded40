package io.akkord.algorithms.objective;

/**
 * What a response costs a policy, token by token: the part in which the relatives of PPO differ.
 *
 * <p>Plain mathematics on one response; how tokens and responses become one loss is {@link Aggregation}'s business, and
 * arrives here as a weight for each token. Everything is measured against the old log-probs, those of the policy that an
 * iteration began with.
 */
public sealed interface Surrogate permits RatioSurrogate, GeometricMean {

    /** Log-ratios are held within this, so that {@code exp} cannot overflow; beyond it the slope is 0. */
    double WIDEST_LOG_RATIO = 20;

    /**
     * One response.
     *
     * @param logprobs {@code [tokens]}, nats, of the policy as it is now
     * @param old {@code [tokens]}, of the policy as the iteration began
     * @param advantages {@code [tokens]}
     * @param mask {@code [tokens]}, true for tokens that teach; nothing is read outside it
     * @param weights {@code [tokens]}, what each token's loss counts in the step's
     */
    Cost of(double[] logprobs, double[] old, double[] advantages, boolean[] mask, double[] weights);

    /**
     * What one response costs.
     *
     * @param losses {@code [tokens]}, before their weights; 0 outside the mask
     * @param slopes {@code [tokens]}, d sum(weight * loss) / d logprob; 0 outside the mask
     * @param clipped {@code [tokens]}, whether the clip holds the token
     * @param bounded {@code [tokens]}, whether a further bound does, such as the dual clip
     */
    record Cost(double[] losses, double[] slopes, boolean[] clipped, boolean[] bounded) {

        static Cost of(int tokens) {
            return new Cost(new double[tokens], new double[tokens], new boolean[tokens], new boolean[tokens]);
        }
    }
}
