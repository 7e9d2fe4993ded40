package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.configs.predictions.Prediction;
import io.akkord.configs.predictions.PublishedTable;
import io.akkord.configs.rows.CsvRow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Says what the cost model makes of published measurements.
 *
 * <p>All rows are predicted first, so that wrong input is told before anything is printed.
 */
@Command(
        name = "predict",
        description =
                "Predicts published measurements and compares: predicted, published and relative error of each row.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Runnable {

    private final ObjectMapper json = new ObjectMapper();
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A table with the columns of Megatron-LM's throughput or of ReaL's iterations, as CSV.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "A JSON line each: the row's columns, predicted, published, error.")
    private boolean asJson;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<CsvRow> rows = CsvRow.readAll(terminal.resolve(file));
        PublishedTable table = PublishedTable.of(rows);
        List<Prediction> predictions = rows.stream().map(table::predict).toList();
        if (asJson) {
            predictions.forEach(one -> terminal.out().println(line(one)));
        } else {
            print(table, predictions);
        }
        OptionalDouble mean = predictions.stream()
                .map(Prediction::error)
                .filter(Objects::nonNull)
                .mapToDouble(Math::abs)
                .average();
        terminal.err()
                .println(
                        mean.isEmpty()
                                ? "nothing to compare"
                                : String.format(Locale.ROOT, "mean absolute error %.1f %%", 100 * mean.getAsDouble()));
    }

    private void print(PublishedTable table, List<Prediction> predictions) {
        int width =
                predictions.stream().mapToInt(one -> one.label().length()).max().orElse(0);
        String columns = "%-" + width + "s  %12s  %12s  %8s%n";
        terminal.out().printf(Locale.ROOT, columns, table.unit(), "predicted", "published", "error");
        for (Prediction one : predictions) {
            Double error = one.error();
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            columns,
                            one.label(),
                            number(one.predicted()),
                            number(one.published()),
                            error == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * error));
        }
    }

    private static String number(@Nullable Double number) {
        return number == null ? "-" : String.format(Locale.ROOT, "%.2f", number);
    }

    private String line(Prediction prediction) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        prediction.row().cells().forEach((column, text) -> fields.put(column, value(text)));
        fields.put("predicted", prediction.predicted());
        fields.put("published", prediction.published());
        fields.put("error", prediction.error());
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cell as JSON would have it: a number where it is one. */
    private static @Nullable Object value(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.matches("-?\\d{1,18}")) {
            return Long.parseLong(text);
        }
        return text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?") ? (Object) Double.parseDouble(text) : text;
    }
}
