package io.akkord.configs.rows;

import static io.akkord.rewards.tasks.TaskKnobs.USUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.rows.RowSource.Generated;
import io.akkord.rewards.tasks.TaskKnobs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows made from a seed. */
class GeneratedRowsTest {

    private static final long SEED = 5;

    @ParameterizedTest
    @EnumSource(names = {"ARITHMETIC", "WORD_SORTING", "COUNTDOWN", "SUDOKU"})
    void everyTaskGivesEveryKindOfRow(Generated world) {
        DataSources data = world(world, USUAL);
        assertEquals(300, data.prompts(SEED).size());
        assertEquals(300, data.demonstrations(SEED).size());
        assertEquals(300, data.pairs(SEED).size());
        assertEquals(300, data.labelled(SEED).size());
        assertEquals(64, data.evaluationPrompts(SEED).size());
        assertEquals(64, data.evaluationPairs(SEED).size());
        for (PromptText prompt : data.prompts(SEED)) {
            assertEquals(world.written(), prompt.labels().get("verifier"));
            assertTrue(prompt.labels().containsKey("answer"));
        }
        var taught = new HashSet<>(texts(data.prompts(SEED)));
        data.pairs(SEED).forEach(pair -> taught.add(pair.prompt()));
        data.demonstrations(SEED).forEach(row -> taught.add(row.prompt()));
        data.labelled(SEED).forEach(row -> taught.add(row.prompt()));
        assertTrue(texts(data.evaluationPrompts(SEED)).stream().noneMatch(taught::contains));
        assertTrue(data.evaluationPairs(SEED).stream().noneMatch(pair -> taught.contains(pair.prompt())));
    }

    @Test
    void knobsShapeTheTask() {
        var knobs = new TaskKnobs(1, List.of("*"), false, 4, 4, 3, 20, 6, 1);
        DataSources data = world(Generated.ARITHMETIC, knobs);
        assertTrue(data.prompts(SEED).getFirst().text().matches("\\d\\*\\d="));
        for (DemonstrationText row : data.demonstrations(SEED)) {
            int product = (row.prompt().charAt(0) - '0') * (row.prompt().charAt(2) - '0');
            assertNotEquals(Integer.toString(product), row.response());
        }
    }

    @Test
    void labelsOfPairsAreFlippedAsOftenAsAsked() {
        DataSources data = world(Generated.ARITHMETIC, USUAL);
        assertEquals(
                30, data.pairs(SEED).stream().filter(pair -> !isRight(pair)).count());
        assertEquals(
                0,
                data.evaluationPairs(SEED).stream()
                        .filter(pair -> !isRight(pair))
                        .count());
    }

    private static boolean isRight(PairText pair) {
        String[] operands = pair.prompt().split("[-+=]");
        int right = Integer.parseInt(operands[1]) * (pair.prompt().contains("+") ? 1 : -1);
        return pair.chosen().equals(Integer.toString(Integer.parseInt(operands[0]) + right));
    }

    @ParameterizedTest
    @EnumSource
    void labelledRowsAreTheResponsesOfPairsOneByOne(Generated world) {
        DataSources data = world(world, USUAL);
        List<LabelledText> rows = data.labelled(SEED);
        int changes = 0;
        for (int row = 0; row < rows.size(); row++) {
            LabelledText one = rows.get(row);
            changes += row > 0 && one.desirable() != rows.get(row - 1).desirable() ? 1 : 0;
        }
        Map<String, List<LabelledText>> byPrompt = rows.stream().collect(Collectors.groupingBy(LabelledText::prompt));
        assertEquals(150, byPrompt.size());
        assertEquals(150, rows.stream().filter(LabelledText::desirable).count());
        assertTrue(changes > 100 && changes < 200, "the order is not shuffled: " + changes);
        assertEquals(rows, data.labelled(SEED));
    }

    private static DataSources world(Generated world, TaskKnobs knobs) {
        return new DataSources(world, world, world, world, "prompt", 0, 0, 64, 300, 0.1, knobs);
    }

    private static List<String> texts(List<PromptText> prompts) {
        return prompts.stream().map(PromptText::text).toList();
    }
}
