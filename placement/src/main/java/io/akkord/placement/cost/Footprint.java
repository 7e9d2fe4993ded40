package io.akkord.placement.cost;

import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;

/**
 * Bytes on the fullest device of a layout.
 *
 * <p>Activations are those of Korthikanti et al. 2022, equations 1 to 6, taken apart so that they hold for gated
 * feed-forwards and grouped heads too: what lies between the cut matrices is kept whole on each slice (or cut by tokens,
 * with sequence parallelism), what lies within them is cut. The first stage keeps as many micro-batches as there are
 * stages; with {@code v} chunks, {@code (p - 1) / (p v)} more (section 4.2.3).
 */
final class Footprint {

    /** A logit in a wide format, beside the one in the model's. */
    private static final int WIDE_BYTES = 4;

    /** Generators read prompts a few thousand tokens at a time. */
    private static final int PREFILL_TOKENS = 8192;

    private final CutNetwork network;
    private final Slices slices;
    private final int numberBytes;

    Footprint(CutNetwork network) {
        this.network = network;
        this.slices = network.slices();
        this.numberBytes = network.storage().weightBytes();
    }

    MemoryUse inference(double rows, int tokens) {
        long block = Math.round(rows * tokens * blockBytesPerToken(tokens, Recompute.NONE));
        return new MemoryUse(weights(slices), 0, 0, block, 0, logits(rows * tokens));
    }

    MemoryUse generation(double rows, int groups, Work.Generation work) {
        int longest = work.promptTokens() + work.limit();
        double read = Math.min(rows / groups * work.promptTokens(), Math.max(PREFILL_TOKENS, work.promptTokens()));
        long weights = weights(slices);
        double cached = cachedBytesPerToken(slices);
        for (ModelShape guest : work.guests()) {
            Slices other = Slices.of(guest, network.cut());
            weights += weights(other);
            cached += cachedBytesPerToken(other);
        }
        return new MemoryUse(
                weights,
                0,
                0,
                Math.round(read * blockBytesPerToken(work.promptTokens(), Recompute.NONE)),
                Math.round(rows * longest * cached),
                logits(rows / groups));
    }

    MemoryUse training(double rows, int tokens, int microBatches) {
        double each = rows * tokens;
        Recompute recompute = network.execution().recompute();
        double kept = each * blockBytesPerToken(tokens, recompute) * slices.mostBlocks();
        double again = recompute == Recompute.FULL ? each * blockBytesPerToken(tokens, Recompute.NONE) : 0;
        long first = Math.round(kept * inFlight(microBatches) + again);
        long last = Math.round(kept + again);
        boolean headDecides = network.cut().pipeline() == 1 || last + logits(each) > first;
        long parameters = slices.parameters();
        long states = parameters * network.storage().optimizerBytes();
        return new MemoryUse(
                weights(slices),
                parameters * network.storage().gradientBytes(),
                network.execution().software().shardedOptimizer()
                        ? Math.ceilDiv(states, network.cut().data())
                        : states,
                headDecides ? last : first,
                0,
                headDecides ? logits(each) : 0);
    }

    /** Micro-batches whose activations the first stage keeps. */
    double inFlight(int microBatches) {
        int stages = network.cut().pipeline();
        int chunks = network.execution().virtualStages();
        double most = chunks == 1 ? stages : stages + (stages - 1.0) / chunks;
        return Math.min(microBatches, most);
    }

    /** Bytes that a block keeps of a token for its way back. */
    double blockBytesPerToken(int tokens, Recompute recompute) {
        ModelShape shape = slices.shape();
        double spread = network.execution().software().sequenceParallel() ? slices.tensor() : 1;
        if (recompute == Recompute.FULL) {
            return numberBytes * shape.hidden() / spread;
        }
        boolean dropout = shape.family() == Family.GPT;
        double between = shape.hidden() * (4.0 * numberBytes + (dropout ? 2 : 0)) / spread;
        int widths = slices.isGated() ? 3 : 2;
        double within =
                numberBytes * (2 * slices.queryWidth() + 2 * slices.keyWidth() + widths * slices.intermediate());
        boolean scores =
                recompute == Recompute.NONE && !network.execution().software().fusedAttention();
        double heads = slices.queryWidth() / shape.headSize();
        return between + within + (scores ? heads * tokens * (2 * numberBytes + 1) : 0);
    }

    private long weights(Slices of) {
        return of.parameters() * numberBytes;
    }

    private double cachedBytesPerToken(Slices of) {
        return 2 * of.keyWidth() * of.mostBlocks() * numberBytes;
    }

    private long logits(double rows) {
        return Math.round(rows * slices.vocabulary() * (numberBytes + WIDE_BYTES));
    }
}
