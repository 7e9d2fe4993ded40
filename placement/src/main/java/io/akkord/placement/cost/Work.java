package io.akkord.placement.cost;

import io.akkord.placement.model.ModelShape;
import java.util.List;

/** What a step asks of a network in one iteration: how many sequences of how many tokens, and to what end. */
public sealed interface Work {

    /** Sequences, all copies together. */
    long sequences();

    /**
     * Responses are written, a token at a time.
     *
     * @param promptTokens of a prompt
     * @param limit most tokens of a response
     * @param lengths of responses before the limit
     * @param guests networks that have a say in each token, on the same devices and cut in the same way
     */
    record Generation(long sequences, int promptTokens, int limit, ResponseLengths lengths, List<ModelShape> guests)
            implements Work {

        public Generation {
            guests = List.copyOf(guests);
        }
    }

    /**
     * Sequences are read.
     *
     * @param tokens of a sequence
     */
    record Inference(long sequences, int tokens) implements Work {}

    /**
     * Sequences are learnt from.
     *
     * @param tokens of a sequence
     * @param epochs walks over all of them
     * @param updates optimiser steps in each walk
     */
    record Training(long sequences, int tokens, int epochs, int updates) implements Work {}
}
