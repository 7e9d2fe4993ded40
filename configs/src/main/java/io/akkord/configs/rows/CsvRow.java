package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table of comma-separated values, which says its line and column when a cell is not what it should be.
 *
 * @param line of its file, from 1; the header is line 1
 * @param cells column to text, in the file's order; blank where nothing is known
 */
public record CsvRow(Path path, int line, Map<String, String> cells) {

    /** Far more than anything that is counted, and little enough to be multiplied. */
    private static final int MOST = 100_000_000;

    /**
     * Reads a table whose first line names its columns; cells have no quotes and no commas.
     *
     * @throws UserError with file and line if a column has no name or is there twice, a row has another number of cells
     *     than there are columns, or there is no row
     */
    public static List<CsvRow> readAll(Path path) {
        List<String> lines = TextFile.lines(path);
        var rows = new ArrayList<CsvRow>();
        List<String> columns = null;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(i));
            if (columns == null) {
                columns = cells;
                checkHeader(path, i + 1, columns);
            } else {
                rows.add(row(path, i + 1, columns, cells));
            }
        }
        return TextFile.someOf(path, rows, "rows");
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        for (String cell : line.split(",", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static void checkHeader(Path path, int line, List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isEmpty() || columns.indexOf(columns.get(i)) < i) {
                String fault = columns.get(i).isEmpty() ? "has no name" : "is there twice: " + columns.get(i);
                throw new UserError(path + ":" + line + ": column " + (i + 1) + " " + fault);
            }
        }
    }

    private static CsvRow row(Path path, int line, List<String> columns, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new UserError(path + ":" + line + ": must have " + columns.size()
                    + " cells, as many as there are columns, was " + cells.size());
        }
        var named = new LinkedHashMap<String, String>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i), cells.get(i));
        }
        return new CsvRow(path, line, named);
    }

    /** A cell's text; blank where the column is not there. */
    public String text(String column) {
        return cells.getOrDefault(column, "");
    }

    /** A cell that must be a whole number from 1 to {@value #MOST}. */
    public int count(String column) {
        try {
            int count = Integer.parseInt(text(column));
            if (count >= 1 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException _) {
            // told below, with what is right
        }
        throw fault(column, "must be a whole number from 1 to " + MOST + ", was \"" + text(column) + "\"");
    }

    /** A cell that must be a number above 0, or blank: null. */
    public @Nullable Double measurement(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below, with what is right
        }
        throw fault(column, "must be a number above 0, or blank, was \"" + text + "\"");
    }

    /** What is wrong with a cell, with its place. */
    public UserError fault(String column, String what) {
        return new UserError(path + ":" + line + ": column " + column + " " + what);
    }
}
