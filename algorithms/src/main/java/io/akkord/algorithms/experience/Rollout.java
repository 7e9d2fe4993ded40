package io.akkord.algorithms.experience;

import java.util.List;

/**
 * A response as the policy sampled it: tokens in, tokens out, never decoded and encoded again on the way to a loss.
 *
 * @param prompt what was asked
 * @param sample which of the prompt's responses this is, from 0
 * @param response sampled ids, the end-of-sequence id included
 * @param sampled mask {@code [response tokens]}, see {@link Sequence#sampled()}
 * @param logprobs {@code [response tokens]}, nats, under the sampling policy at the sampling temperature, before any
 *     truncation by top-p or top-k
 * @param version how many updates the weights that wrote it had seen
 * @param ending why it ended
 * @param text the response decoded, special tokens left out; for rewards and people only
 */
public record Rollout(
        Prompt prompt,
        int sample,
        int[] response,
        boolean[] sampled,
        float[] logprobs,
        long version,
        Ending ending,
        String text)
        implements Row {

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(prompt.tokens(), response, sampled));
    }

    /** The same response to another prompt: a longer one that led to it, or the one behind that. */
    public Rollout answering(Prompt other) {
        return new Rollout(other, sample, response, sampled, logprobs, version, ending, text);
    }

    /** The log-probs as sampled, {@code [response tokens]}, widened. */
    public double[] sampledLogprobs() {
        var widened = new double[logprobs.length];
        for (int t = 0; t < widened.length; t++) {
            widened[t] = logprobs[t];
        }
        return widened;
    }
}
