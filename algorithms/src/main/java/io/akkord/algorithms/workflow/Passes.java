package io.akkord.algorithms.workflow;

/**
 * How often a train step walks its rows.
 *
 * @param epochs walks over all rows of the iteration
 * @param updates optimiser steps in each walk: the rows are shuffled by the seed and cut into that many parts
 */
public record Passes(int epochs, int updates) {

    public Passes {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, was " + epochs);
        }
        if (updates < 1) {
            throw new IllegalArgumentException("updates must be at least 1, was " + updates);
        }
    }
}
