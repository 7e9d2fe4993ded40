package io.akkord.placement.embedded;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank holds of a network, as a network of its own: the heads and columns of its slice, the blocks of its stage.
 *
 * <p>Where slices are not alike it is the largest one, which the others wait for.
 *
 * @param shape of the slice, with the stage's blocks
 * @param first whether it embeds the tokens
 * @param last whether it has the head
 * @param vocabulary of the whole network
 */
record Part(ModelShape shape, boolean first, boolean last, int vocabulary) {

    static Part whole(ModelShape shape) {
        return new Part(shape, true, true, shape.vocabulary());
    }

    /**
     * Whether a network can be cut so: slices divide its heads, and no slice and no stage is empty.
     */
    static boolean suits(ModelShape shape, Parallelism cut) {
        int slices = cut.tensor();
        return Parallelism.divides(slices, shape.heads(), shape.keyValueHeads())
                && slices <= shape.intermediate()
                && slices <= shape.vocabulary()
                && cut.pipeline() <= shape.layers();
    }

    /** One for each stage, in their order. */
    static List<Part> stages(ModelShape shape, Parallelism cut) {
        var parts = new ArrayList<Part>();
        int stages = cut.pipeline();
        for (int stage = 0; stage < stages; stage++) {
            int layers =
                    Math.ceilDiv(shape.layers() * (stage + 1), stages) - Math.ceilDiv(shape.layers() * stage, stages);
            parts.add(
                    new Part(slice(shape, cut.tensor(), layers), stage == 0, stage == stages - 1, shape.vocabulary()));
        }
        return List.copyOf(parts);
    }

    private static ModelShape slice(ModelShape shape, int slices, int layers) {
        return new ModelShape(
                shape.family(),
                Math.ceilDiv(shape.vocabulary(), slices),
                shape.hidden(),
                layers,
                shape.heads() / slices,
                Math.max(1, shape.keyValueHeads() / slices),
                shape.headSize(),
                Math.ceilDiv(shape.intermediate(), slices),
                shape.positions(),
                shape.tied(),
                shape.scalar());
    }

    /** The same with so many blocks. */
    Part withLayers(int layers) {
        return new Part(slice(shape, 1, layers), first, last, vocabulary);
    }

    /** Whether it is all of the network; a network of one block in one slice and stage is, too. */
    boolean isWhole() {
        return first && last && shape.vocabulary() == vocabulary;
    }

    /** Whether the head is a matrix or a row beside the embedding. */
    boolean ownsHead() {
        return shape.scalar() || !shape.tied() || !first;
    }

    /** Weights that it holds. */
    long parameters() {
        long blocks = shape.layers() * shape.blockParameters();
        long head = shape.scalar() ? shape.hidden() : (long) shape.vocabulary() * shape.hidden();
        return blocks
                + (first ? shape.embeddingParameters() : 0)
                + (last ? shape.normParameters() + (ownsHead() ? head : 0) : 0);
    }
}
