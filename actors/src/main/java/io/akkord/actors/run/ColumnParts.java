package io.akkord.actors.run;

import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns whose rows were shared out, put together again. */
final class ColumnParts {

    private ColumnParts() {}

    /** The rows of all parts, which are of one kind, one after the other. */
    static ColumnContent join(List<ColumnContent> parts) {
        return switch (parts.getFirst()) {
            case Rows<?> _ -> {
                var rows = new ArrayList<Row>();
                parts.forEach(part -> rows.addAll(((Rows<?>) part).items()));
                yield new Rows<>(rows);
            }
            case TokenGrid grid ->
                new TokenGrid(
                        parts.stream()
                                .flatMap(part -> Arrays.stream(((TokenGrid) part).values()))
                                .toArray(double[][]::new),
                        grid.perRow());
            case Scores _ ->
                new Scores(parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(((Scores) part).values()))
                        .toArray());
            case State state -> state;
        };
    }
}
