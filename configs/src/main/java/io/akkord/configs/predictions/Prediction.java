package io.akkord.configs.predictions;

import io.akkord.configs.rows.CsvRow;
import org.jspecify.annotations.Nullable;

/**
 * What we say of a published row.
 *
 * @param row as it was published
 * @param label what tells it apart from the others
 * @param predicted in {@link PublishedTable#unit}; null where the row does not say enough
 * @param published in the same unit; null where nothing was
 */
public record Prediction(
        CsvRow row,
        String label,
        @Nullable Double predicted,
        @Nullable Double published) {

    /** Relative error, above 0 where we say too much; null where there is nothing to compare. */
    public @Nullable Double error() {
        return predicted == null || published == null ? null : predicted / published - 1;
    }
}
