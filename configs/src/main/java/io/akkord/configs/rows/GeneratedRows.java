package io.akkord.configs.rows;

import io.akkord.rewards.Seeds;
import io.akkord.rewards.courtesy.Courtesy;
import io.akkord.rewards.courtesy.Preference;
import io.akkord.rewards.tasks.ComparedAnswers;
import io.akkord.rewards.tasks.Problem;
import io.akkord.rewards.tasks.Task;
import io.akkord.rewards.tasks.TaskKnobs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that a generated world gives, in the shape of those that files give.
 *
 * @param world which one
 * @param knobs how hard the built-in tasks are
 */
record GeneratedRows(RowSource.Generated world, TaskKnobs knobs) {

    List<PromptText> prompts(long seed, int count) {
        return world.task()
                .map(task -> problems(task.prompts(knobs, seed, count)))
                .orElseGet(() -> plain(Courtesy.requests(seed, count)));
    }

    List<PromptText> heldOut(long seed, int count) {
        return world.task()
                .map(task -> problems(task.heldOut(knobs, seed, count)))
                .orElseGet(() -> plain(Courtesy.heldOutRequests(seed, count)));
    }

    List<DemonstrationText> demonstrations(long seed, int count) {
        Optional<Task> task = world.task();
        if (task.isPresent()) {
            return task.get().demonstrations(knobs, seed, count).stream()
                    .map(row -> new DemonstrationText(row.problem().prompt(), row.response()))
                    .toList();
        }
        return Courtesy.demonstrations(seed, count).stream()
                .map(row -> new DemonstrationText(row.request(), row.reply()))
                .toList();
    }

    /**
     * Pairs to learn from.
     *
     * @param flipped fraction whose label is wrong: exactly {@code round(count * flipped)} rows
     */
    List<PairText> pairs(long seed, int count, double flipped) {
        return world.task()
                .map(task -> flipped(compared(task.pairs(knobs, seed, count)), seed, flipped))
                .orElseGet(() -> preferences(Courtesy.pairs(seed, count, flipped)));
    }

    /** Pairs to judge by, their labels all right. */
    List<PairText> heldOutPairs(long seed, int count) {
        return world.task()
                .map(task -> compared(task.heldOutPairs(knobs, seed, count)))
                .orElseGet(() -> preferences(Courtesy.heldOutPairs(seed, count)));
    }

    /** Both responses of half as many pairs, each with a verdict of its own, in shuffled order. */
    List<LabelledText> labelled(long seed, int count, double flipped) {
        var rows = new ArrayList<LabelledText>(count + 1);
        for (PairText pair : pairs(seed, (count + 1) / 2, flipped)) {
            rows.add(new LabelledText(pair.prompt(), pair.chosen(), true));
            rows.add(new LabelledText(pair.prompt(), pair.rejected(), false));
        }
        Collections.shuffle(rows, Seeds.of(seed, "labelled", 0));
        return List.copyOf(rows.subList(0, count));
    }

    private static List<PairText> flipped(List<PairText> pairs, long seed, double fraction) {
        var order = new ArrayList<Integer>(pairs.size());
        for (int row = 0; row < pairs.size(); row++) {
            order.add(row);
        }
        Collections.shuffle(order, Seeds.of(seed, "flips", 0));
        var flipped = new ArrayList<>(pairs);
        for (int row : order.subList(0, (int) Math.round(pairs.size() * fraction))) {
            PairText pair = pairs.get(row);
            flipped.set(row, new PairText(pair.prompt(), pair.rejected(), pair.chosen()));
        }
        return flipped;
    }

    private static List<PromptText> problems(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new PromptText(problem.prompt(), problem.labels()))
                .toList();
    }

    private static List<PromptText> plain(List<String> texts) {
        return texts.stream().map(text -> new PromptText(text, Map.of())).toList();
    }

    private static List<PairText> compared(List<ComparedAnswers> rows) {
        return rows.stream()
                .map(row -> new PairText(row.problem().prompt(), row.right(), row.wrong()))
                .toList();
    }

    private static List<PairText> preferences(List<Preference> rows) {
        return rows.stream()
                .map(row -> new PairText(row.request(), row.preferred(), row.other()))
                .toList();
    }
}
