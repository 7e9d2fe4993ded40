package io.akkord.placement.cost;

import io.akkord.placement.cluster.Precision;
import io.akkord.placement.model.Family;

/**
 * What it takes to walk rows through one slice of a network: a block forward and back, and the head.
 *
 * <p>The operations are those of a fused implementation such as Megatron-LM's: four products, attention, two norms, two
 * residual sums and an activation, and an all-reduce after each half of a block where it is cut. A backward pass costs
 * twice a forward one in every respect but its all-reduces, of which it has as many.
 */
final class SlicePass {

    /** Launches of a block forward, as eager Llama code makes them: rotary positions and cache writes are several. */
    static final int BLOCK_LAUNCHES = 30;

    /** Of the head with a sampler or a loss. */
    static final int HEAD_LAUNCHES = 20;

    /** An all-reduce waits for streams, and for the last of the hosts: six launches and one for each member. */
    static final int REDUCE_LAUNCHES = 6;

    /** Bytes moved for each number of the logits: written, made wide, and read by a log-softmax and a loss. */
    private static final double LOGIT_BYTES = 12;

    /** Bytes of a score that leaves the chip: written, softmax, dropout with mask, read for the values. */
    private static final double SCORE_BYTES = 13;

    private final Slices slices;
    private final Group tensor;
    private final Roofline roofline;
    private final int numberBytes;
    private final double launchSeconds;
    private final boolean sequenceParallel;
    private final boolean fusedAttention;

    SlicePass(Slices slices, Wiring wiring, Precision precision, Execution execution) {
        this.slices = slices;
        this.tensor = wiring.tensor();
        this.roofline = new Roofline(wiring.device(), precision);
        this.numberBytes = precision.bytes();
        this.launchSeconds = wiring.device().launchSeconds();
        this.sequenceParallel = execution.software().sequenceParallel();
        this.fusedAttention = execution.software().fusedAttention();
    }

    /** A block forward over whole sequences. */
    Tally block(double sequences, double tokens) {
        var tally = new Tally();
        matrices(tally, sequences * tokens);
        attention(tally, sequences, tokens);
        return tally.launched(blockLaunches());
    }

    /** A block over one new token of each sequence, with {@code cached} tokens before it. */
    Tally decodeBlock(double sequences, double cached) {
        var tally = new Tally();
        matrices(tally, sequences);
        roofline.move(tally, 2 * sequences * cached * slices.keyWidth() * numberBytes);
        return tally.launched(blockLaunches());
    }

    /** The same block back: two products for each one forward; with what was forgotten made again. */
    Tally blockBack(Tally forward, double sequences, double tokens, Recompute recompute) {
        var tally = new Tally().add(forward, recompute == Recompute.FULL ? 3 : 2);
        tally.tensor -= forward.tensor;
        if (recompute == Recompute.SELECTIVE) {
            attention(tally, sequences, tokens);
        }
        return tally;
    }

    /** The embedding is a look-up; the head, a product and what is made of its logits. */
    Tally head(double rows) {
        var tally = new Tally();
        roofline.product(tally, rows, slices.shape().hidden(), slices.vocabulary());
        roofline.move(tally, LOGIT_BYTES * rows * slices.vocabulary());
        return tally.launched(HEAD_LAUNCHES * launchSeconds);
    }

    private void matrices(Tally tally, double rows) {
        double hidden = slices.shape().hidden();
        int wide = slices.isGated() ? 2 : 1;
        roofline.product(tally, rows, hidden, slices.queryWidth() + 2 * slices.keyWidth());
        roofline.product(tally, rows, slices.queryWidth(), hidden);
        roofline.product(tally, rows, hidden, wide * slices.intermediate());
        roofline.product(tally, rows, slices.intermediate(), hidden);
        double masks = slices.shape().family() == Family.GPT ? 2 : 0;
        double stream = hidden * (10 * numberBytes + masks) / (sequenceParallel ? slices.tensor() : 1);
        double cut =
                numberBytes * (4 * slices.queryWidth() + 4 * slices.keyWidth() + (wide + 1) * slices.intermediate());
        roofline.move(tally, rows * (stream + cut));
        tally.tensor += 2 * tensor.allReduce(rows * hidden * numberBytes);
    }

    /** Scores and their sum of values. Fused, they never leave the chip and skip what comes later. */
    private void attention(Tally tally, double sequences, double tokens) {
        double rows = sequences * tokens;
        double attended = fusedAttention ? (tokens + 1) / 2 : tokens;
        double own = 2 * rows * (slices.queryWidth() + slices.keyWidth()) * numberBytes;
        int headSize = slices.shape().headSize();
        double scores = rows * tokens * slices.queryWidth() / headSize;
        roofline.products(tally, 4 * rows * attended * slices.queryWidth(), own, rows, headSize, tokens);
        if (!fusedAttention) {
            roofline.move(tally, scores * SCORE_BYTES * numberBytes / 2);
        }
    }

    private double blockLaunches() {
        int reduce = tensor.size() > 1 ? 2 * (REDUCE_LAUNCHES + tensor.size()) : 0;
        return (BLOCK_LAUNCHES + reduce) * launchSeconds;
    }
}
