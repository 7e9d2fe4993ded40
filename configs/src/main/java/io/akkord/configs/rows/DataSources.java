package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.rewards.courtesy.Courtesy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The experiment's rows. Each method answers the same rows in the same order for the same seed.
 *
 * @param prompts what the policy is asked
 * @param demonstrations responses to imitate
 * @param pairs preferences
 * @param promptField the field of a JSONL row that holds the prompt
 * @param promptWords from plain text, the first words of each story are the prompt; 0 takes every line as one
 * @param limit most rows taken of each file, 0 for all
 * @param heldOut prompts that are judged but never trained on: the last of a file, or generated apart; 0 judges on the
 *     training prompts
 * @param generated rows of each kind that a generated world gives
 * @param flippedLabels fraction of a generated world's pairs whose label is wrong, in [0, 1]
 */
public record DataSources(
        @Nullable RowSource prompts,
        @Nullable RowSource demonstrations,
        @Nullable RowSource pairs,
        String promptField,
        int promptWords,
        int limit,
        int heldOut,
        int generated,
        double flippedLabels) {

    public DataSources {
        atLeast(0, promptWords, "prompt-words");
        atLeast(0, limit, "limit");
        atLeast(0, heldOut, "held-out");
        atLeast(1, generated, "generated");
        if (!(flippedLabels >= 0 && flippedLabels <= 1)) {
            throw new IllegalArgumentException("flipped-labels must lie in [0, 1], was " + flippedLabels);
        }
    }

    private static void atLeast(int least, int value, String key) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", was " + value);
        }
    }

    /** The columns that there is data for. */
    public Set<Column<?>> columns() {
        var columns = new LinkedHashSet<Column<?>>();
        addIfGiven(columns, Column.PROMPTS, prompts);
        addIfGiven(columns, Column.DEMONSTRATIONS, demonstrations);
        addIfGiven(columns, Column.PAIRS, pairs);
        return columns;
    }

    private static void addIfGiven(Set<Column<?>> columns, Column<?> column, @Nullable RowSource source) {
        if (source != null) {
            columns.add(column);
        }
    }

    /** Prompts to train on. */
    public List<PromptText> prompts(long seed) {
        return switch (given(prompts, "prompts")) {
            case RowSource.Generated world -> plain(Courtesy.requests(seed, generated));
            case RowSource.File file -> {
                List<PromptText> all = filePrompts(file.path());
                if (heldOut >= all.size()) {
                    throw new UserError(file.path() + ": holds " + all.size() + " prompts, data.held-out keeps "
                            + heldOut + " of them back; at least one must be left to train on");
                }
                yield all.subList(0, all.size() - heldOut);
            }
        };
    }

    /** Prompts to judge by: those held out, or where none are, those trained on. */
    public List<PromptText> evaluationPrompts(long seed) {
        if (heldOut == 0) {
            return prompts(seed);
        }
        return switch (given(prompts, "prompts")) {
            case RowSource.Generated world -> plain(Courtesy.heldOutRequests(seed, heldOut));
            case RowSource.File file -> {
                List<PromptText> all = filePrompts(file.path());
                yield all.subList(Math.max(0, all.size() - heldOut), all.size());
            }
        };
    }

    /** Responses to imitate. */
    public List<DemonstrationText> demonstrations(long seed) {
        return switch (given(demonstrations, "demonstrations")) {
            case RowSource.Generated world ->
                Courtesy.demonstrations(seed, generated).stream()
                        .map(row -> new DemonstrationText(row.request(), row.reply()))
                        .toList();
            case RowSource.File file ->
                limited(JsonLine.readAll(
                        jsonLines(file.path()),
                        line -> new DemonstrationText(line.text(promptField), line.text("response"))));
        };
    }

    /** Preferences. */
    public List<PairText> pairs(long seed) {
        return switch (given(pairs, "pairs")) {
            case RowSource.Generated world ->
                Courtesy.pairs(seed, generated, flippedLabels).stream()
                        .map(row -> new PairText(row.request(), row.preferred(), row.other(), 0))
                        .toList();
            case RowSource.File file ->
                limited(JsonLine.readAll(
                        jsonLines(file.path()),
                        line -> new PairText(
                                line.text(promptField),
                                line.text("chosen"),
                                line.text("rejected"),
                                line.number("margin", 0))));
        };
    }

    private List<PromptText> filePrompts(Path path) {
        if (isJsonLines(path)) {
            return limited(JsonLine.readAll(
                    path, line -> new PromptText(line.text(promptField), line.labels(Set.of(promptField)))));
        }
        return limited(promptWords == 0 ? PlainText.lines(path) : PlainText.openings(path, promptWords));
    }

    private static List<PromptText> plain(List<String> texts) {
        return texts.stream().map(text -> new PromptText(text, Map.of())).toList();
    }

    private <T> List<T> limited(List<T> rows) {
        return limit == 0 ? rows : rows.subList(0, Math.min(limit, rows.size()));
    }

    private static boolean isJsonLines(Path path) {
        return path.toString().endsWith(".jsonl") || path.toString().endsWith(".ndjson");
    }

    private static Path jsonLines(Path path) {
        if (!isJsonLines(path)) {
            throw new UserError(path + ": must be a .jsonl file, one JSON object a line");
        }
        return path;
    }

    private static RowSource given(@Nullable RowSource source, String key) {
        if (source == null) {
            throw new UserError("data." + key + " must be given, such as data." + key + "=courtesy");
        }
        return source;
    }
}
