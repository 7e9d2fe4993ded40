package io.akkord.algorithms.experience;

/**
 * A number for each response token, ragged {@code [sequences][response tokens]}.
 *
 * @param values one array a sequence, as long as its response
 * @param perRow how many sequences a row has: 1, or 2 for pairs
 */
public record TokenGrid(double[][] values, int perRow) implements ColumnContent {

    public TokenGrid {
        if (perRow < 1 || values.length % perRow != 0) {
            throw new IllegalArgumentException(values.length + " sequences cannot be rows of " + perRow);
        }
    }

    /** A grid of one sequence a row. */
    public static TokenGrid of(double[][] values) {
        return new TokenGrid(values, 1);
    }

    @Override
    public TokenGrid select(int[] rows) {
        var picked = new double[rows.length * perRow][];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * perRow, picked, i * perRow, perRow);
        }
        return new TokenGrid(picked, perRow);
    }
}
