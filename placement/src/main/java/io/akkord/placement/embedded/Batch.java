package io.akkord.placement.embedded;

import java.util.Arrays;

/**
 * Rows that go through a network together.
 *
 * @param lengths tokens of each row that attention sees
 * @param reads places at which the network is read, in all
 * @param distinct share of the tokens that is taken in
 */
record Batch(int[] lengths, int reads, double distinct) {

    /** Sharing less than this is left alone. */
    private static final double WORTHWHILE = 1 - 1 / 16.0;

    /** Tokens of all rows. */
    int tokens() {
        return Arrays.stream(lengths).sum();
    }

    /** Tokens that the network takes in. */
    double taken() {
        return distinct < WORTHWHILE ? distinct * tokens() : tokens();
    }

    /** How many lengths there are, for attention is called once for each. */
    int groups() {
        return (int) Arrays.stream(lengths).distinct().count();
    }
}
