package io.akkord.placement.cluster;

/**
 * How a network is cut: copies that share the rows, slices of every matrix, stages of blocks.
 *
 * <p>Ranks count tensor fastest, then data, then pipeline, as Megatron-LM's do: {@code rank = (stage * data + copy) *
 * tensor + slice}, so that the busiest traffic stays among neighbours.
 *
 * @param data copies
 * @param tensor slices of a copy's matrices
 * @param pipeline stages of a copy
 */
public record Parallelism(int data, int tensor, int pipeline) {

    /** A whole network on one device. */
    public static final Parallelism NONE = new Parallelism(1, 1, 1);

    public Parallelism {
        if (data < 1 || tensor < 1 || pipeline < 1) {
            throw new IllegalArgumentException(
                    "data x tensor x pipeline must each be at least 1, was " + data + "x" + tensor + "x" + pipeline);
        }
    }

    /** Devices it takes. */
    public int ranks() {
        return Math.multiplyExact(Math.multiplyExact(data, tensor), pipeline);
    }

    /** Devices over which one copy is cut. */
    public int shards() {
        return tensor * pipeline;
    }

    /**
     * Whether slices have as many query heads each, and key and value heads go evenly to slices or slices to them.
     *
     * @param heads of queries
     * @param keyValueHeads a divisor of {@code heads}
     */
    public static boolean divides(int slices, int heads, int keyValueHeads) {
        return heads % slices == 0 && (keyValueHeads % slices == 0 || slices % keyValueHeads == 0);
    }

    /** The rank that holds slice {@code slice} of stage {@code stage} in copy {@code copy}. */
    public int rank(int stage, int copy, int slice) {
        return (stage * data + copy) * tensor + slice;
    }

    @Override
    public String toString() {
        return data + "x" + tensor + "x" + pipeline;
    }
}
