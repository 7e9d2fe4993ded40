package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import java.util.Arrays;
import java.util.List;

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

    /** Some of the rows of a call; the last token of a row is not taken in, unless it is the one that is read. */
    static Batch of(SequenceLengths lengths, Output output, int[] order, int start, int together) {
        int[] rows = Arrays.copyOfRange(order, start, Math.min(order.length, start + together));
        boolean last = output == Output.SCORES;
        return new Batch(
                Arrays.stream(rows)
                        .map(row -> lengths.tokens(row) - (last ? 0 : 1))
                        .toArray(),
                last ? rows.length : Arrays.stream(rows).map(lengths::response).sum(),
                lengths.distinct());
    }

    /** The same where every token goes on, as in all stages but the last. */
    Batch throughout() {
        return new Batch(lengths, (int) Math.ceil(taken()), distinct);
    }

    /** Tokens of all rows. */
    int tokens() {
        return Arrays.stream(lengths).sum();
    }

    /** Tokens that the network takes in. */
    double taken() {
        return distinct < WORTHWHILE ? distinct * tokens() : tokens();
    }

    /** Equally long rows, which attention meets in one call. */
    record Group(int length, long rows) {

        long tokens() {
            return length * rows;
        }
    }

    /** How many lengths there are. */
    int groups() {
        return (int) Arrays.stream(lengths).distinct().count();
    }

    /** The groups, the longest rows first. */
    List<Group> grouped() {
        return Arrays.stream(lengths)
                .distinct()
                .boxed()
                .sorted((a, b) -> b - a)
                .map(length -> new Group(
                        length,
                        Arrays.stream(lengths).filter(each -> each == length).count()))
                .toList();
    }
}
