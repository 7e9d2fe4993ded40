package io.akkord.policies.generate;

/**
 * One response that is wanted.
 *
 * @param prompt ids, at least one
 * @param promptIndex the prompt's place in its data set; keys the randomness
 * @param sample which of the prompt's responses; keys the randomness
 */
public record Request(int[] prompt, long promptIndex, int sample) {}
