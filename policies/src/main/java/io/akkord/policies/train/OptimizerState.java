package io.akkord.policies.train;

import io.akkord.policies.weights.Weights;

/**
 * A host copy of what AdamW remembers.
 *
 * @param updates how many updates have been made
 * @param first moments, named as the weights are, in the network's precision
 * @param second moments, likewise
 */
public record OptimizerState(long updates, Weights first, Weights second) {}
