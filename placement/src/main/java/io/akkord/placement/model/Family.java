package io.akkord.placement.model;

/** How the blocks of a decoder are built, as far as it decides what they weigh and cost. */
public enum Family {
    /** RMSNorm, SwiGLU, rotary positions, no biases. */
    LLAMA(3, 1),
    /** As Llama, with biases on queries, keys and values. */
    QWEN(3, 1),
    /** LayerNorm, GELU, learned positions, biases everywhere. */
    GPT(2, 2);

    private final int feedForwardMatrices;
    private final int numbersPerNormWidth;

    Family(int feedForwardMatrices, int numbersPerNormWidth) {
        this.feedForwardMatrices = feedForwardMatrices;
        this.numbersPerNormWidth = numbersPerNormWidth;
    }

    /** Matrices between the stream and the intermediate width: three with a gate. */
    public int feedForwardMatrices() {
        return feedForwardMatrices;
    }

    /** Numbers of a norm for each number of the stream: a scale, and a shift where there is one. */
    int numbersPerNormWidth() {
        return numbersPerNormWidth;
    }
}
