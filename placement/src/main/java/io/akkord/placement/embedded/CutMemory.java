package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.model.ModelShape;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Bytes on the fullest rank while our own runtime performs a call of a cut network in float32.
 *
 * <p>Each rank holds what a network of its part would, see {@link CallMemory}. In training a stage keeps the passes whose
 * way back has not begun, at most as many as there are stages from it on (Narayanan et al. 2021, section 2.2); where it
 * forgets them, the inputs of half blocks alone. More than needed is counted where a stage embeds nothing.
 *
 * @param shape of the whole network
 * @param context most tokens of a sequence
 * @param cut how the network is cut
 * @param execution what training forgets, and whether copies share the optimiser out
 */
record CutMemory(ModelShape shape, int context, Parallelism cut, Execution execution) implements CallBytes {

    private static final long NUMBER_BYTES = 4;

    /** Gradients travel in buckets of this size, one being filled while another one travels. */
    private static final long BUCKET_BYTES = 4 << 20;

    private MemoryUse fullest(Function<Part, MemoryUse> ofPart) {
        return Part.stages(shape, cut).stream()
                .map(ofPart)
                .max(Comparator.comparingLong(MemoryUse::totalBytes))
                .orElseThrow();
    }

    @Override
    public MemoryUse generate(SequenceLengths lengths, int limit, int together, boolean trained) {
        SequenceLengths share = lengths.share(cut.data());
        long rows = Math.min(together, share.size());
        long logits = cut.tensor() > 1 ? NUMBER_BYTES * rows * shape.vocabulary() : 0;
        return fullest(part -> with(
                new CallMemory(part, context).generate(share, limit, together, trained), 0, part.last() ? logits : 0));
    }

    @Override
    public MemoryUse infer(SequenceLengths lengths, Output output, int together, boolean trained) {
        SequenceLengths share = lengths.share(cut.data());
        return fullest(part -> with(
                new CallMemory(part, context).infer(share, output, together, trained), 0, streams(share, together)));
    }

    @Override
    public MemoryUse train(SequenceLengths lengths, Output output, int together, boolean entropyBonus) {
        SequenceLengths share = lengths.share(cut.data());
        List<Part> parts = Part.stages(shape, cut);
        int microBatches = Math.ceilDiv(share.size(), together);
        return IntStream.range(0, parts.size())
                .mapToObj(stage -> {
                    int inFlight = Math.min(microBatches, parts.size() - stage);
                    return trained(parts.get(stage), share, output, together, entropyBonus, inFlight);
                })
                .max(Comparator.comparingLong(MemoryUse::totalBytes))
                .orElseThrow();
    }

    private MemoryUse trained(
            Part part, SequenceLengths share, Output output, int together, boolean entropyBonus, int inFlight) {
        MemoryUse kept = new CallMemory(part, context).train(share, output, together, entropyBonus);
        long more = (inFlight - 1) * kept.activationBytes();
        if (execution.recompute() != Recompute.NONE) {
            long inputs = 2L * part.shape().layers() * stream(share, together);
            MemoryUse block = new CallMemory(part.withLayers(1), context).train(share, output, together, entropyBonus);
            more = inFlight * inputs + block.activationBytes() - kept.activationBytes();
        }
        long buckets = cut.data() > 1 ? 2 * Math.min(BUCKET_BYTES, kept.gradientBytes()) : 0;
        return with(kept, Math.min(0, more), Math.max(0, more) + buckets + streams(share, together));
    }

    /** Numbers that are being exchanged lie outside the tensors. */
    private long streams(SequenceLengths lengths, int together) {
        return cut.shards() > 1 ? 2 * stream(lengths, together) : 0;
    }

    private long stream(SequenceLengths lengths, int together) {
        long tokens = 0;
        int[] order = lengths.longestFirst();
        for (int row = 0; row < Math.min(together, order.length); row++) {
            tokens += lengths.tokens(order[row]);
        }
        return NUMBER_BYTES * tokens * shape.hidden();
    }

    private MemoryUse with(MemoryUse use, long activations, long buffers) {
        long sharers = execution.software().shardedOptimizer() ? cut.data() : 1;
        return new MemoryUse(
                use.weightBytes(),
                use.gradientBytes(),
                Math.ceilDiv(use.optimizerBytes(), sharers),
                use.activationBytes() + activations,
                use.cacheBytes(),
                use.bufferBytes() + buffers);
    }
}
