package io.akkord.algorithms.experience;

/** The values of one column: rows of text and tokens, numbers for each token, one number for each row, or run state. */
public sealed interface ColumnData permits Rows, TokenGrid, Scores, State {

    /** Picks some rows, in the given order; run state belongs to no row and answers itself. */
    ColumnData select(int[] rows);
}
