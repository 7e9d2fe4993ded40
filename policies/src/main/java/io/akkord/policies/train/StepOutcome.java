package io.akkord.policies.train;

import io.akkord.algorithms.experience.Metrics;

/**
 * What a step came to, over all its rows and the whole network.
 *
 * @param loss the objective's
 * @param gradientNorm 2-norm of the gradient
 * @param metrics the objective's, and the entropy of language models
 */
record StepOutcome(double loss, double gradientNorm, Metrics metrics) {}
