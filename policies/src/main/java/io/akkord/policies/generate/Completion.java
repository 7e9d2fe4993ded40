package io.akkord.policies.generate;

import io.akkord.algorithms.experience.Ending;

/**
 * One response that was sampled.
 *
 * @param response ids, an end-of-sequence id included
 * @param logprobs of those ids, nats, under the temperature, before top-p and top-k
 * @param ending why it ended
 */
public record Completion(int[] response, float[] logprobs, Ending ending) {}
