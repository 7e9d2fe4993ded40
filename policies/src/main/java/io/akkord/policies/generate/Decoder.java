package io.akkord.policies.generate;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.transformer.PackedRows;

/** The networks that write the rows of one batch, with their caches: takes prompts in, then draws token by token. */
sealed interface Decoder extends AutoCloseable permits WholeDecoder, CutDecoder {

    /**
     * The next token of each row.
     *
     * @param logprobs nats
     */
    record Drawn(long[] ids, double[] logprobs) {}

    /**
     * Opens empty caches for rows that are decoded together.
     *
     * @param lengths of the prompts, the longest first
     * @param capacity columns of the caches
     */
    static Decoder open(Blend blend, Groups groups, Sampler sampler, int[] lengths, int capacity) {
        return blend.isCut()
                ? new CutDecoder(blend, groups, sampler, lengths, capacity)
                : new WholeDecoder(blend, sampler, lengths, capacity);
    }

    /** Takes the prompts in. */
    void prefill(PackedRows prompts);

    /**
     * Draws a token for each row.
     *
     * @param uniforms in (0, 1), one a row; none where sampling is greedy
     * @throws java.util.concurrent.CancellationException if the work is no longer wanted
     */
    Drawn draw(double[] uniforms, Sampling sampling, Cancellation cancel);

    /** Drops the rows that are not in {@code kept}, which are renumbered in its order. */
    void compact(long[] kept);

    /**
     * Takes in the tokens that were drawn.
     *
     * @param positions of these tokens in their rows
     */
    void advance(long[] positions);

    @Override
    void close();
}
