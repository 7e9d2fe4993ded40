package io.akkord.placement.model;

/**
 * The sizes of a Llama-family decoder that decide what it costs: grouped-query attention, SwiGLU, RMSNorm, no biases.
 *
 * @param vocabulary token ids
 * @param hidden width of the residual stream
 * @param layers decoder blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads
 * @param headSize numbers in a head
 * @param intermediate width of the SwiGLU
 * @param tied whether the vocabulary head is the embedding
 * @param scalar whether the network ends in one number instead of the vocabulary
 * @param numberBytes bytes of one weight, cached key or activation: 4 in float32
 */
public record ModelShape(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int intermediate,
        boolean tied,
        boolean scalar,
        int numberBytes) {

    /** Weights, counted once where the head is tied. */
    public long parameters() {
        long embedding = (long) vocabulary * hidden;
        long head = scalar ? hidden : tied ? 0 : embedding;
        return embedding + layers * (blockMatrices() + 2L * hidden) + hidden + head;
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

    /** FLOP of one token forward and backward: a backward pass costs twice the forward one. */
    public double trainingFlop(double attended) {
        return 3 * forwardFlop(attended);
    }

    public long weightBytes() {
        return parameters() * numberBytes;
    }

    /** Two moments of AdamW and the gradient, each as large as the weights. */
    public long optimizerBytes() {
        return 3 * weightBytes();
    }

    /** What generation keeps for each token of each sequence it decodes together. */
    public long cacheBytesPerToken() {
        return 2L * layers * keyValueHeads * headSize * numberBytes;
    }

    /**
     * What a training pass keeps for each token until it has gone back: ten numbers of the stream's width and three of
     * the SwiGLU's in each block, and the head's output with its log-softmax. An estimate; frameworks differ.
     */
    public long activationBytesPerToken() {
        long block = 10L * hidden + 3L * intermediate;
        return (layers * block + 2L * (scalar ? 1 : vocabulary)) * numberBytes;
    }

    private long blockMatrices() {
        long queriesAndOutput = 2L * hidden * heads * headSize;
        long keysAndValues = 2L * hidden * keyValueHeads * headSize;
        return queriesAndOutput + keysAndValues + 3L * hidden * intermediate;
    }
}
