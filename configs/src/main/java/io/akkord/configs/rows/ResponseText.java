package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response to be scored, and what its row says beside it.
 *
 * @param line of its file, from 1
 * @param ids the response's tokens, none where the row does not give them
 * @param labels every other field as text
 * @param expected the published score, NaN where it says that there is none; null where nothing is published
 */
public record ResponseText(
        int line,
        String response,
        int[] ids,
        Map<String, String> labels,
        @Nullable Double expected) {

    private static final Set<String> OWN = Set.of("response", "ids", "expected");

    /**
     * Reads a file of rows.
     *
     * @param needed fields that every row must have; of names joined by {@code |} one
     * @throws UserError with file and line if a row is no JSON object or lacks a field, or if there is no row
     */
    public static List<ResponseText> readAll(Path file, Set<String> needed) {
        return JsonLine.readAll(file, line -> {
            String response = line.text("response");
            for (String field : needed) {
                line.requireOneOf(List.of(field.split("\\|")));
            }
            return new ResponseText(
                    line.number(), response, line.wholeNumbers("ids"), line.labels(OWN), line.score("expected"));
        });
    }
}
