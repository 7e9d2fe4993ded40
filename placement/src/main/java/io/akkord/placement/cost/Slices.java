package io.akkord.placement.cost;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;

/**
 * The part of a network that one device holds: a slice of every matrix of one stage.
 *
 * <p>Heads are never cut; where there are fewer key and value heads than slices, each slice has one of its own.
 */
record Slices(ModelShape shape, int tensor, int stages) {

    static Slices of(ModelShape shape, Parallelism cut) {
        return new Slices(shape, cut.tensor(), cut.pipeline());
    }

    /** Numbers of this slice's queries of a token, and of what its heads answer. */
    double queryWidth() {
        return Math.ceilDiv(shape.heads(), tensor) * (double) shape.headSize();
    }

    /** Numbers of this slice's keys of a token, and as many of its values. */
    double keyWidth() {
        return Math.ceilDiv(shape.keyValueHeads(), tensor) * (double) shape.headSize();
    }

    double intermediate() {
        return Math.ceil((double) shape.intermediate() / tensor);
    }

    /** Columns of this slice of the head. */
    double vocabulary() {
        return shape.scalar() ? 1 : Math.ceil((double) shape.vocabulary() / tensor);
    }

    /** Blocks of the stage that has most. */
    int mostBlocks() {
        return Math.ceilDiv(shape.layers(), stages);
    }

    /** Blocks of the last stage, which also has the head: one fewer where they cannot be shared out evenly. */
    int lastBlocks() {
        return shape.layers() / stages;
    }

    /** Weights of a block's slice. */
    long blockParameters() {
        double matrices = shape.hidden() * (2 * queryWidth() + 2 * keyWidth())
                + shape.family().feedForwardMatrices() * shape.hidden() * intermediate();
        double biases = switch (shape.family()) {
            case LLAMA -> 0;
            case QWEN -> queryWidth() + 2 * keyWidth();
            case GPT -> queryWidth() + 2 * keyWidth() + 2 * shape.hidden() + intermediate();
        };
        return Math.round(matrices + biases) + 2 * shape.normParameters();
    }

    /** Weights of the fullest device: the first stage's with the embedding, or the last one's with the head. */
    long parameters() {
        long embedding = Math.ceilDiv(shape.embeddingParameters(), tensor);
        long head = shape.scalar() ? shape.hidden() : Math.ceilDiv((long) shape.vocabulary() * shape.hidden(), tensor);
        if (stages == 1) {
            long ends = embedding + (shape.tied() ? 0 : head) + shape.normParameters();
            return shape.layers() * blockParameters() + ends;
        }
        return Math.max(
                mostBlocks() * blockParameters() + embedding,
                lastBlocks() * blockParameters() + head + shape.normParameters());
    }

    boolean isGated() {
        return shape.family() != Family.GPT;
    }
}
