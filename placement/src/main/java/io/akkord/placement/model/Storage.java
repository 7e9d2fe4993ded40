package io.akkord.placement.model;

import io.akkord.placement.cluster.Precision;

/**
 * Bytes that one parameter takes while it is used or trained.
 *
 * @param numbers the format of weights, activations and cached keys and values
 * @param gradientBytes of its gradient
 * @param masterBytes of a wider copy that the optimiser updates, 0 without one
 * @param momentBytes of the optimiser's moments: two numbers for Adam
 */
public record Storage(Precision numbers, int gradientBytes, int masterBytes, int momentBytes) {

    /** Everything in one format, AdamW's two moments included: what our own runtime keeps. */
    public static Storage whole(Precision precision) {
        return new Storage(precision, precision.bytes(), 0, 2 * precision.bytes());
    }

    /** Mixed precision as in Megatron-LM: bfloat16 weights; gradients, master copy and moments in float32, 18 bytes in all. */
    public static Storage mixed() {
        return new Storage(Precision.BFLOAT16, 4, 4, 8);
    }

    public int weightBytes() {
        return numbers.bytes();
    }

    /** What the optimiser keeps from update to update. */
    public int optimizerBytes() {
        return masterBytes + momentBytes;
    }
}
