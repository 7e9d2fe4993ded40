package io.akkord.algorithms.experience;

/** What one column holds: rows of text and tokens, numbers for each token, one number for each row, or run state. */
public sealed interface ColumnContent permits Rows, TokenGrid, Scores, State {

    /** Picks some rows, in the given order; run state belongs to no row and answers itself. */
    ColumnContent select(int[] rows);
}
