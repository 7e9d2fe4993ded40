package io.akkord.rewards.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkers that cannot be gamed. */
class TaskCheckTest {

    private static double check(Task task, Map<String, String> labels, String response) throws Unscored {
        return task.verify(response, labels).score();
    }

    @Test
    void anArithmeticAnswerIsTheNumberInItsUsualSpelling() throws Unscored {
        Map<String, String> labels = Map.of("answer", "46");
        assertEquals(new Verdict(0, "found 47, expected 46"), Task.ARITHMETIC.verify("47", labels));
        assertEquals(1, check(Task.ARITHMETIC, labels, "12,3=46"), "work before the answer is free");
        for (String gamed : List.of(
                "046", "+46", "46.0", "45 46", "4 6", "46=", "46=47", "46 = 46.0", "\u0664\u0666", "forty-six")) {
            assertEquals(0, check(Task.ARITHMETIC, labels, gamed), gamed);
        }
    }

    @Test
    void sortedWordsAreAllOfThemOnceInOrder() throws Unscored {
        Map<String, String> labels = Map.of("answer", "ant bee cat");
        assertEquals(1, check(Task.WORD_SORTING, labels, " ant  bee cat"));
        for (String gamed : List.of("ant bee", "ant bee bee cat", "bee ant cat", "ant bee cat dog", "antbeecat")) {
            assertEquals(0, check(Task.WORD_SORTING, labels, gamed), gamed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (3+5)*4-8            | 1
            4 * ( 3 + 5 ) - 8    | 1
            8*3                  | 1
            3*8*(5-4)            | 1
            8/(5-4)*3            | 1
            8/(4-3)*3            | 0
            8*3*5/5              | 0
            8+8+8                | 0
            24                   | 0
            3*8=24               | 0
            3*8, 4*5+4           | 0
            3*8 3*8              | 0
            3*8 or 24            | 0
            35-8-3               | 0
            -(-24)               | 0
            48/2                 | 0
            3**8                 | 0
            8*3/(4-4)            | 0
            8*(3                 | 0
            8*3)                 | 0
            ()                   | 0
            8*3.0                | 0
            99999999999999999    | 0
            """)
    void countdownTakesOneExactExpressionOverTheNumbersGiven(String response, double score) throws Unscored {
        Map<String, String> labels = Map.of("numbers", "3 4 5 8", "target", "24");
        assertEquals(score, check(Task.COUNTDOWN, labels, response));
    }

    @Test
    void countdownReckonsExactlyAndUsesANumberAsOftenAsItIsGiven() throws Unscored {
        Map<String, String> labels = Map.of("numbers", "1 3 3 6", "target", "6");
        assertEquals(1, check(Task.COUNTDOWN, labels, "1/3*3*6"));
        assertEquals(1, check(Task.COUNTDOWN, labels, "3+3"));
        assertEquals(0, check(Task.COUNTDOWN, labels, "3*3-3"));
        assertEquals(new Verdict(0, "3*3-3 uses 3 too often"), Task.COUNTDOWN.verify("3*3-3", labels));
        assertEquals(new Verdict(0, "found 1/3 = 1/3, expected 6"), Task.COUNTDOWN.verify("1/3", labels));
    }

    @Test
    void aHostileExpressionEndsQuickly() throws Unscored {
        Map<String, String> labels = Map.of("numbers", "3 4", "target", "7");
        assertEquals(0, check(Task.COUNTDOWN, labels, "(".repeat(1_000_000)));
        assertEquals(0, check(Task.COUNTDOWN, labels, "(".repeat(200)));
        assertEquals(0, check(Task.COUNTDOWN, labels, "999999999*".repeat(19) + "1"));
    }

    @Test
    void aSudokuMayHaveSeveralSolutionsButKeepsWhatWasGiven() throws Unscored {
        Map<String, String> labels = Map.of("grid", "__34 3412 __43 4321");
        assertEquals(1, check(Task.SUDOKU, labels, "1234 3412 2143 4321"));
        assertEquals(1, check(Task.SUDOKU, labels, "2134 3412 1243 4321"));
        for (String gamed : List.of(
                "2143 3412 1234 4321",
                "1234 3412 2143 432",
                "1234341221434321",
                "1234 3412 2143 4321 1234",
                "__34 3412 __43 4321",
                "1134 3412 2243 4321")) {
            assertEquals(0, check(Task.SUDOKU, labels, gamed), gamed);
        }
        Map<String, String> free = Map.of("grid", "____ ____ ____ ____");
        assertEquals(1, check(Task.SUDOKU, free, "1234 3412 2143 4321"));
        assertEquals(1, check(Task.SUDOKU, free, "2134 3421 1243 4312"));
        assertEquals(0, check(Task.SUDOKU, free, "1234 2341 3412 4123"), "quarters hold digits twice");
    }

    @Test
    void aRowThatLacksWhatCheckingNeedsIsUnscored() {
        for (Task task : Task.values()) {
            assertThrows(Unscored.class, () -> task.verify("1", Map.of()));
        }
        assertThrows(Unscored.class, () -> Task.COUNTDOWN.verify("1", Map.of("numbers", "one two", "target", "3")));
    }
}
