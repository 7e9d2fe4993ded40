package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Sequence;

/**
 * A response as one number: its log-prob, or its log-ratio to a reference, over its sampled tokens.
 *
 * @param value nats; 0 for a response without a sampled token
 * @param tokens sampled ones
 * @param share what one token's log-prob adds to {@code value}: 1 for a sum, 1 / tokens for a mean
 */
record SequenceRatio(double value, int tokens, double share) {

    /**
     * Sums or averages a response.
     *
     * @param logprobs {@code [response tokens]}, nats
     * @param reference {@code [response tokens]}, or empty for the log-prob itself
     */
    static SequenceRatio of(Sequence sequence, double[] logprobs, double[] reference, boolean averaged) {
        double sum = 0;
        boolean[] sampled = sequence.sampled();
        for (int t = 0; t < sampled.length; t++) {
            if (sampled[t]) {
                sum += reference.length == 0 ? logprobs[t] : logprobs[t] - reference[t];
            }
        }
        int tokens = sequence.sampledTokens();
        double share = averaged ? 1.0 / Math.max(1, tokens) : 1;
        return new SequenceRatio(sum * share, tokens, share);
    }

    /** Adds to each sampled token's slope what a slope of {@link #value} makes of it. */
    void spread(double slope, boolean[] sampled, double[] into) {
        for (int t = 0; t < sampled.length; t++) {
            into[t] += sampled[t] ? slope * share : 0;
        }
    }
}
