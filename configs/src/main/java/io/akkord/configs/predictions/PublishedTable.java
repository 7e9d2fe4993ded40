package io.akkord.configs.predictions;

import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.rows.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A kind of table that was published, known by its columns. */
public sealed interface PublishedTable permits TrainingThroughput, IterationSeconds {

    /** What is predicted, as people write its unit. */
    String unit();

    /** Columns that every row is predicted from. */
    List<String> needed();

    /** Columns that say what was measured, or help people only. */
    List<String> others();

    /**
     * What we say of a row.
     *
     * @throws UserError with file, line and column if a cell is not what it should be
     */
    Prediction predict(CsvRow row);

    /**
     * The table that rows are of.
     *
     * @throws UserError if they lack a column, or have one that is not known
     */
    static PublishedTable of(List<CsvRow> rows) {
        CsvRow first = rows.getFirst();
        Set<String> columns = first.cells().keySet();
        PublishedTable table = Stream.of(new TrainingThroughput(), new IterationSeconds())
                .max((a, b) -> Long.compare(shared(a, columns), shared(b, columns)))
                .orElseThrow();
        var known = new ArrayList<>(table.needed());
        known.addAll(table.others());
        for (String column : columns) {
            if (!known.contains(column)) {
                throw fault(first.path(), "column " + column + " is not known, " + Keys.suggestion(column, known));
            }
        }
        for (String column : table.needed()) {
            if (!columns.contains(column)) {
                throw fault(
                        first.path(),
                        "column " + column + " is missing; it must have " + String.join(", ", table.needed()));
            }
        }
        return table;
    }

    private static long shared(PublishedTable table, Set<String> columns) {
        return table.needed().stream().filter(columns::contains).count();
    }

    private static UserError fault(Path path, String sentence) {
        return new UserError(path + ":1: " + sentence);
    }
}
