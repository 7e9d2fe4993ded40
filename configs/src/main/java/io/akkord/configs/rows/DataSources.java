package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.rewards.tasks.TaskKnobs;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The experiment's rows. Each method answers the same rows in the same order for the same seed.
 *
 * @param prompts what the policy is asked
 * @param demonstrations responses to imitate
 * @param pairs preferences
 * @param labelled responses called desirable or not
 * @param promptField the field of a JSONL row that holds the prompt
 * @param promptWords from plain text, the first words of each story are the prompt; 0 takes every line as one
 * @param limit most rows taken of each file, 0 for all
 * @param heldOut prompts and pairs that are judged but never trained on: the last of a file, or generated apart; 0 judges
 *     on those that teach
 * @param generated rows of each kind that a generated world gives
 * @param flippedLabels fraction of a generated world's pairs whose label is wrong, in [0, 1]
 * @param task how hard the problems of the built-in tasks are
 */
public record DataSources(
        @Nullable RowSource prompts,
        @Nullable RowSource demonstrations,
        @Nullable RowSource pairs,
        @Nullable RowSource labelled,
        String promptField,
        int promptWords,
        int limit,
        int heldOut,
        int generated,
        double flippedLabels,
        TaskKnobs task) {

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
        addIfGiven(columns, Column.LABELLED, labelled);
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
            case RowSource.Generated world -> rowsOf(world).prompts(seed, generated);
            case RowSource.File file -> taught(filePrompts(file.path()), file.path(), "prompts");
        };
    }

    /** Prompts to judge by: those held out, or where none are, those trained on. */
    public List<PromptText> evaluationPrompts(long seed) {
        if (heldOut == 0) {
            return prompts(seed);
        }
        return switch (given(prompts, "prompts")) {
            case RowSource.Generated world -> rowsOf(world).heldOut(seed, heldOut);
            case RowSource.File file -> kept(filePrompts(file.path()));
        };
    }

    /** Responses to imitate. */
    public List<DemonstrationText> demonstrations(long seed) {
        return switch (given(demonstrations, "demonstrations")) {
            case RowSource.Generated world -> rowsOf(world).demonstrations(seed, generated);
            case RowSource.File file ->
                limited(JsonLine.readAll(
                        jsonLines(file.path()),
                        line -> new DemonstrationText(line.text(promptField), line.text("response"))));
        };
    }

    /** Preferences to learn from. */
    public List<PairText> pairs(long seed) {
        return switch (given(pairs, "pairs")) {
            case RowSource.Generated world -> rowsOf(world).pairs(seed, generated, flippedLabels);
            case RowSource.File file -> taught(filePairs(file.path()), file.path(), "pairs");
        };
    }

    /** Preferences to judge by: those held out, a generated world's with no label flipped, or where none are, those learnt. */
    public List<PairText> evaluationPairs(long seed) {
        if (heldOut == 0) {
            return pairs(seed);
        }
        return switch (given(pairs, "pairs")) {
            case RowSource.Generated world -> rowsOf(world).heldOutPairs(seed, heldOut);
            case RowSource.File file -> kept(filePairs(file.path()));
        };
    }

    /** Responses with a verdict each; a generated world's come from its pairs, in shuffled order. */
    public List<LabelledText> labelled(long seed) {
        return switch (given(labelled, "labelled")) {
            case RowSource.Generated world -> rowsOf(world).labelled(seed, generated, flippedLabels);
            case RowSource.File file ->
                limited(JsonLine.readAll(
                        jsonLines(file.path()),
                        line -> new LabelledText(
                                line.text(promptField), line.text("response"), line.flag("desirable"))));
        };
    }

    private GeneratedRows rowsOf(RowSource.Generated world) {
        return new GeneratedRows(world, task);
    }

    private <T> List<T> taught(List<T> all, Path path, String what) {
        if (heldOut >= all.size()) {
            throw new UserError(path + ": holds " + all.size() + " " + what + ", data.held-out keeps " + heldOut
                    + " of them back; at least one must be left to train on");
        }
        return all.subList(0, all.size() - heldOut);
    }

    private <T> List<T> kept(List<T> all) {
        return all.subList(Math.max(0, all.size() - heldOut), all.size());
    }

    private List<PairText> filePairs(Path path) {
        return limited(JsonLine.readAll(
                jsonLines(path),
                line -> new PairText(
                        line.text(promptField),
                        line.text("chosen"),
                        line.text("rejected"),
                        line.number("margin", 0),
                        line.share("strength", 1))));
    }

    private List<PromptText> filePrompts(Path path) {
        if (isJsonLines(path)) {
            return limited(JsonLine.readAll(
                    path, line -> new PromptText(line.text(promptField), line.labels(Set.of(promptField)))));
        }
        return limited(promptWords == 0 ? PlainText.lines(path) : PlainText.openings(path, promptWords));
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
