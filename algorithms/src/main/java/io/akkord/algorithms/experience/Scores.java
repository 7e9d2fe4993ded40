package io.akkord.algorithms.experience;

/**
 * One number for each row.
 *
 * @param values {@code [rows]}; NaN marks a response that could not be scored
 */
public record Scores(double[] values) implements ColumnContent {

    @Override
    public Scores select(int[] rows) {
        var picked = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return new Scores(picked);
    }
}
