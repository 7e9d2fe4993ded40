package io.akkord.placement.model;

/**
 * The sizes of a decoder that decide what it weighs and costs.
 *
 * @param family how its blocks are built
 * @param vocabulary token ids
 * @param hidden width of the residual stream
 * @param layers decoder blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads
 * @param headSize numbers in a head
 * @param intermediate width of the feed-forward
 * @param positions learned positions, 0 where they are rotary
 * @param tied whether the vocabulary head is the embedding
 * @param scalar whether the network ends in one number instead of the vocabulary
 */
public record ModelShape(
        Family family,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int intermediate,
        int positions,
        boolean tied,
        boolean scalar) {

    /** Weights, counted once where the head is tied. */
    public long parameters() {
        return embeddingParameters() + layers * blockParameters() + normParameters() + headParameters();
    }

    /** Weights of the embedding and of learned positions. */
    public long embeddingParameters() {
        return (long) (vocabulary + positions) * hidden;
    }

    /** Weights of the head, 0 where it is the embedding. */
    public long headParameters() {
        return scalar ? hidden : tied ? 0 : (long) vocabulary * hidden;
    }

    /** Weights of one block: its matrices, its two norms, and its biases where it has them. */
    public long blockParameters() {
        long attentionBiases = (heads + 2L * keyValueHeads) * headSize;
        long biases = switch (family) {
            case LLAMA -> 0;
            case QWEN -> attentionBiases;
            case GPT -> attentionBiases + 2L * hidden + intermediate;
        };
        return blockMatrices() + biases + 2 * normParameters();
    }

    /** Weights of a norm. */
    public long normParameters() {
        return (long) family.numbersPerNormWidth() * hidden;
    }

    /** Weights of one block that tokens are multiplied with. */
    public long blockMatrices() {
        return attentionMatrices() + (long) family.feedForwardMatrices() * hidden * intermediate;
    }

    /** Those of its attention: queries, keys, values and output. */
    public long attentionMatrices() {
        return 2L * hidden * headSize * (heads + keyValueHeads);
    }

    /** Numbers that generation keeps for each token of each sequence: its keys and values. */
    public long cacheNumbersPerToken() {
        return 2L * layers * keyValueHeads * headSize;
    }

    /**
     * FLOP of one token forward: two for each weight it is multiplied with, and four for each number of each head it
     * attends to (Kaplan et al. 2020, section 2.1). Looking up an embedding is free; the head is not.
     *
     * @param attended mean number of positions a token attends to, itself included
     */
    public double forwardFlop(double attended) {
        double matrices = layers * (double) blockMatrices() + (double) hidden * (scalar ? 1 : vocabulary);
        return 2 * matrices + 4.0 * layers * heads * headSize * attended;
    }

    /** The same network with a scalar head. */
    public ModelShape scored() {
        return new ModelShape(
                family,
                vocabulary,
                hidden,
                layers,
                heads,
                keyValueHeads,
                headSize,
                intermediate,
                positions,
                false,
                true);
    }
}
