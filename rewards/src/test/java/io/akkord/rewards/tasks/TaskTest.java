package io.akkord.rewards.tasks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.rewards.Unscored;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The worlds of the built-in tasks. */
class TaskTest {

    private static final long SEED = 42;
    private static final TaskKnobs KNOBS = TaskKnobs.USUAL;

    private static double check(Task task, Map<String, String> labels, String response) throws Unscored {
        return task.verify(response, labels).score();
    }

    private static TaskKnobs withErrors(double errors) {
        return new TaskKnobs(2, List.of("+", "-"), false, 4, 4, 3, 20, 6, errors);
    }

    @ParameterizedTest
    @EnumSource
    void oneSeedGivesOneWorldAndLongerListsBeginWithShorterOnes(Task task) {
        assertEquals(
                task.prompts(KNOBS, SEED, 50), task.prompts(KNOBS, SEED, 90).subList(0, 50));
        assertEquals(
                task.demonstrations(withErrors(0.5), SEED, 50),
                task.demonstrations(withErrors(0.5), SEED, 90).subList(0, 50));
        assertEquals(task.pairs(KNOBS, SEED, 50), task.pairs(KNOBS, SEED, 90).subList(0, 50));
        assertNotEquals(task.prompts(KNOBS, SEED, 50), task.prompts(KNOBS, SEED + 1, 50));
    }

    @ParameterizedTest
    @EnumSource
    void rightAnswersAreRightAndWrongOnesWrong(Task task) throws Unscored {
        for (ComparedAnswers row : task.pairs(KNOBS, SEED, 1000)) {
            Map<String, String> labels = row.problem().labels();
            assertEquals(1, check(task, labels, row.right()), row.toString());
            assertEquals(1, check(task, labels, " " + row.right() + "\n"), row.toString());
            assertEquals(0, check(task, labels, row.wrong()), row.toString());
            assertEquals(task.key(), labels.get("verifier"));
            assertEquals(row.right(), labels.get("answer"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalAnswersAreNone(Task task) throws Unscored {
        for (ComparedAnswers row : task.pairs(KNOBS, SEED, 100)) {
            Map<String, String> labels = row.problem().labels();
            String right = row.right();
            for (String gamed : List.of(
                    right + " " + right,
                    right + " " + row.wrong(),
                    row.wrong() + "\n" + right,
                    right + ", " + row.wrong(),
                    right + ".",
                    right + "=",
                    right + "=" + row.wrong(),
                    right.substring(0, right.length() - 1),
                    "")) {
                assertEquals(0, check(task, labels, gamed), "accepted \"" + gamed + "\" for " + row.problem());
            }
            // Only a sum may show its work, and so only there may an answer stand behind a sign.
            double behindSign = task == Task.ARITHMETIC ? 1 : 0;
            assertEquals(behindSign, check(task, labels, "=" + right), row.toString());
            assertEquals(behindSign, check(task, labels, row.problem().prompt() + right), row.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingHeldOutIsEverShown(Task task) {
        Function<Problem, String> giveaway = giveaway(task);
        Set<String> heldOut = new HashSet<>();
        task.heldOut(KNOBS, SEED, 1000).forEach(problem -> heldOut.add(giveaway.apply(problem)));
        task.heldOutPairs(KNOBS, SEED + 1, 500).forEach(row -> heldOut.add(giveaway.apply(row.problem())));
        Set<String> shown = new HashSet<>();
        task.prompts(KNOBS, SEED, 3000).forEach(problem -> shown.add(giveaway.apply(problem)));
        task.demonstrations(KNOBS, SEED + 2, 3000).forEach(row -> shown.add(giveaway.apply(row.problem())));
        task.pairs(KNOBS, SEED + 3, 3000).forEach(row -> shown.add(giveaway.apply(row.problem())));
        assertTrue(Collections.disjoint(heldOut, shown), "a held-out problem was shown");
        assertFalse(heldOut.isEmpty());
    }

    /** What would give a problem away, read off its text alone. */
    private static Function<Problem, String> giveaway(Task task) {
        return switch (task) {
            case ARITHMETIC -> problem -> sorted(problem.prompt().split("[-+*=]"));
            case WORD_SORTING ->
                problem -> sorted(problem.prompt().replaceAll("sort |:", "").split(" "));
            case COUNTDOWN ->
                problem -> sorted(problem.prompt().replaceAll(".* of |:", "").split(" "));
            case SUDOKU -> Problem::answer;
        };
    }

    private static String sorted(String... parts) {
        return Stream.of(parts).sorted().collect(Collectors.joining(" "));
    }

    @Test
    void arithmeticIsSplitByTheUnorderedPairOfOperands() {
        var knobs = new TaskKnobs(2, List.of("+", "-", "*"), false, 4, 4, 3, 20, 6, 0);
        Function<Problem, String> pair = giveaway(Task.ARITHMETIC);
        Set<String> taught =
                Task.ARITHMETIC.prompts(knobs, 1, 20_000).stream().map(pair).collect(Collectors.toSet());
        Set<String> tested =
                Task.ARITHMETIC.heldOut(knobs, 1, 5_000).stream().map(pair).collect(Collectors.toSet());
        assertTrue(Collections.disjoint(taught, tested), "an operand pair is on both sides");
        double share = tested.size() / (double) (taught.size() + tested.size());
        assertTrue(taught.size() + tested.size() > 4000 && share > 0.15 && share < 0.25, "share " + share);
    }

    @ParameterizedTest
    @EnumSource
    void problemsRepeatOnlyWhereTheWorldIsNearlyUsedUp(Task task) {
        Set<String> prompts =
                task.prompts(KNOBS, SEED, 1000).stream().map(Problem::prompt).collect(Collectors.toSet());
        assertEquals(1000, prompts.size());
        var tiny = new TaskKnobs(1, List.of("+"), false, 2, 2, 2, 4, 1, 0);
        assertEquals(1000, task.prompts(tiny, SEED, 1000).size());
        assertEquals(200, task.heldOut(tiny, SEED, 200).size());
    }

    @ParameterizedTest
    @EnumSource
    void theAskedFractionOfDemonstrationsIsWrong(Task task) throws Unscored {
        for (double errors : new double[] {0, 0.25, 0.5, 1}) {
            int wrong = 0;
            for (WorkedProblem row : task.demonstrations(withErrors(errors), SEED, 400)) {
                double score = check(task, row.problem().labels(), row.response());
                assertEquals(row.right() ? 1 : 0, score, row.toString());
                wrong += score == 0 ? 1 : 0;
            }
            assertEquals(400 * errors, wrong);
        }
    }

    @ParameterizedTest
    @EnumSource
    void promptsAreShortAndPlain(Task task) {
        for (Problem problem : task.prompts(KNOBS, SEED, 200)) {
            assertTrue(problem.prompt().length() <= 32, problem.prompt());
            assertEquals(problem.prompt().strip(), problem.prompt());
        }
        assertTrue(Task.ARITHMETIC.prompts(KNOBS, SEED, 1).getFirst().prompt().matches("\\d\\d[-+]\\d\\d="));
    }

    @Test
    void thereAreAsManySquaresAsThereShouldBe() {
        var empty = new TaskKnobs(2, List.of("+"), false, 4, 4, 3, 20, 15, 0);
        Set<String> squares = new HashSet<>();
        Task.SUDOKU.prompts(empty, SEED, 3000).forEach(problem -> squares.add(problem.answer()));
        Task.SUDOKU.heldOut(empty, SEED, 1500).forEach(problem -> squares.add(problem.answer()));
        assertEquals(288, squares.size());
    }

    @Test
    void harderKnobsMakeHarderProblems() {
        var hard = new TaskKnobs(4, List.of("*"), false, 9, 7, 5, 50, 12, 0);
        assertTrue(Task.ARITHMETIC.prompts(hard, 1, 1).getFirst().prompt().matches("\\d{4}\\*\\d{4}="));
        assertEquals(
                9 + 1, Task.WORD_SORTING.prompts(hard, 1, 1).getFirst().prompt().split(" ").length);
        assertTrue(Task.WORD_SORTING.prompts(hard, 1, 1).getFirst().answer().matches("([a-z]{7} ){8}[a-z]{7}"));
        assertTrue(Task.COUNTDOWN.prompts(hard, 1, 1).getFirst().prompt().matches("make \\d+ of (\\d+ ){4}\\d+:"));
        assertEquals(
                12,
                Task.SUDOKU
                        .prompts(hard, 1, 1)
                        .getFirst()
                        .prompt()
                        .chars()
                        .filter(cell -> cell == '_')
                        .count());
    }

    @Test
    void aRowNamesItsTask() throws Unscored {
        for (Task task : Task.values()) {
            Problem problem = task.prompts(KNOBS, SEED, 1).getFirst();
            assertEquals(
                    1, Task.ofRow().verify(problem.answer(), problem.labels()).score());
        }
        assertEquals(
                List.of("arithmetic", "word-sorting", "countdown", "sudoku"),
                Arrays.stream(Task.values()).map(Task::key).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 4 | 4 | 3 | 20 | 6  | 0   | digits must lie in [1, 9], was 0
            2 | 1 | 4 | 3 | 20 | 6  | 0   | words must lie in [2, 50], was 1
            2 | 4 | 1 | 3 | 20 | 6  | 0   | letters must lie in [2, 12], was 1
            2 | 4 | 4 | 7 | 20 | 6  | 0   | numbers must lie in [2, 6], was 7
            2 | 4 | 4 | 3 | 3  | 6  | 0   | largest must lie in [4, 100], was 3
            2 | 4 | 4 | 3 | 20 | 16 | 0   | holes must lie in [1, 15], was 16
            2 | 4 | 4 | 3 | 20 | 6  | 1.5 | errors must lie in [0, 1], was 1.5
            """)
    void knobsOutsideTheirRangeAreRefused(
            int digits, int words, int letters, int numbers, int largest, int holes, double errors, String told) {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new TaskKnobs(digits, List.of("+"), false, words, letters, numbers, largest, holes, errors));
        assertEquals(told, refused.getMessage());
    }

    @Test
    void operatorsAreKnownOnes() {
        for (List<String> operators : List.of(List.<String>of(), List.of("/"), List.of("+", "+"))) {
            assertThrows(IllegalArgumentException.class, () -> new TaskKnobs(2, operators, false, 4, 4, 3, 20, 6, 0));
        }
    }

    @Test
    void sumsShowTheirColumnsAndTheNumberBehindTheLastSignCounts() {
        var knobs = new TaskKnobs(2, List.of("+"), true, 4, 4, 3, 20, 6, 0);
        for (WorkedProblem row : Task.ARITHMETIC.demonstrations(knobs, 3, 50)) {
            String[] written = row.response().split("[,=]");
            int tens = Integer.parseInt(written[1]);
            int units = Integer.parseInt(written[0]) % 10;
            assertEquals(row.problem().answer(), Integer.toString(10 * tens + units));
            assertEquals(row.problem().answer(), written[2]);
            assertDoesNotThrow(() -> assertEquals(
                    1,
                    Task.ARITHMETIC
                            .verify(row.response(), row.problem().labels())
                            .score()));
        }
    }
}
