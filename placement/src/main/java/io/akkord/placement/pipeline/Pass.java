package io.akkord.placement.pipeline;

/** What a stage does at once: one micro-batch through one chunk of its blocks. */
public sealed interface Pass {

    /** Which micro-batch, from 0. */
    int microBatch();

    /** Which of the stage's chunks, from 0. */
    int chunk();

    /** From the chunk's input to its output. */
    record Forward(int microBatch, int chunk) implements Pass {}

    /** From the gradient of its output to that of its input. */
    record Backward(int microBatch, int chunk) implements Pass {}
}
