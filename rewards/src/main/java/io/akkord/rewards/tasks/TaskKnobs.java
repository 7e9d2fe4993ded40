package io.akkord.rewards.tasks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How hard the problems are; each task reads its own knobs.
 *
 * @param digits arithmetic: digits of each operand, in [1, 9]
 * @param operators arithmetic: which of {@code + - *} may stand between the operands
 * @param worked arithmetic: whether demonstrations and pairs show a sum's columns before its answer
 * @param words word-sorting: words of each list, in [2, 50]
 * @param letters word-sorting: letters of each word, in [2, 12]
 * @param numbers countdown: how many numbers are given, in [2, 6]
 * @param largest countdown: the largest of them, in [4, 100]
 * @param holes sudoku: empty cells of the sixteen, in [1, 15]
 * @param errors fraction of demonstrations whose answer is wrong, in [0, 1], so that imitation alone stays mediocre
 */
public record TaskKnobs(
        int digits,
        List<String> operators,
        boolean worked,
        int words,
        int letters,
        int numbers,
        int largest,
        int holes,
        double errors) {

    private static final Set<String> OPERATORS = Set.of("+", "-", "*");

    /** Two-digit sums and differences, four short words, three numbers, six holes, no errors. */
    public static final TaskKnobs USUAL = new TaskKnobs(2, List.of("+", "-"), false, 4, 4, 3, 20, 6, 0);

    /** @throws IllegalArgumentException naming the knob that lies outside its range */
    public TaskKnobs {
        within(digits, 1, 9, "digits");
        within(words, 2, 50, "words");
        within(letters, 2, 12, "letters");
        within(numbers, 2, 6, "numbers");
        within(largest, 4, 100, "largest");
        within(holes, 1, 15, "holes");
        operators = List.copyOf(operators);
        if (operators.isEmpty()
                || !OPERATORS.containsAll(operators)
                || new HashSet<>(operators).size() < operators.size()) {
            throw new IllegalArgumentException(
                    "operators must be some of \"+\", \"-\" and \"*\", each once, were " + operators);
        }
        if (!(errors >= 0 && errors <= 1)) {
            throw new IllegalArgumentException("errors must lie in [0, 1], was " + errors);
        }
    }

    private static void within(int value, int least, int most, String key) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must lie in [" + least + ", " + most + "], was " + value);
        }
    }
}
