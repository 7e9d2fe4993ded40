package io.akkord.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two answers have to share to be the same, and how long it may take to see that they do not. */
class EquivalenceTest {

    @Test
    void answersMeanWhatTheySayInEitherDirection() throws IOException {
        var wrong = new ArrayList<String>();
        int pairs = 0;
        for (var line : Table.lines("equivalence.tsv")) {
            var parts = line.split("\t", -1);
            boolean same = parts[1].equals("=");
            pairs++;
            if (Equivalence.same(parts[0], parts[2]) != same) {
                wrong.add(line);
            }
            if (Equivalence.same(parts[2], parts[0]) != same) {
                wrong.add("backwards: " + line);
            }
        }
        assertTrue(pairs > 250, "pairs read: " + pairs);
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "{", "\\frac{", "\\sqrt{", "-", "|", "\\left(", "x^{", "x_{", "\\sin ", "[", "\\{", "2^"})
    void deepNestingIsDifferentAtOnce(String opener) {
        var deep = opener.repeat(1900 / opener.length());
        var huge = opener.repeat(3_000_000 / opener.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertFalse(Equivalence.same("5", deep));
            assertFalse(Equivalence.same("5", deep + "1"));
            assertFalse(Equivalence.same(deep, deep + "1"));
            assertFalse(Equivalence.same("5", huge));
        });
    }

    @Test
    void expensiveAnswersAreCutShort() {
        var towers = "9^".repeat(300) + "9";
        var factorials = "9" + "!".repeat(300);
        var series = "\\sum_{k=0}^{999}\\sum_{j=0}^{999}".repeat(20) + "k";
        var list = "\\sum_{k=0}^{999}k,".repeat(100);
        var matrices = "\\begin{pmatrix}1&x\\\\x&1\\end{pmatrix}".repeat(50);
        var sum = "x+".repeat(900) + "1";
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (var costly : List.of(towers, factorials, series, list, matrices, sum)) {
                assertFalse(Equivalence.same("5", costly));
                assertFalse(Equivalence.same(costly, costly + "+y"));
            }
        });
    }

    @Test
    void aLongListInAnotherOrderIsStillTheSame() {
        var numbers = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            numbers.add("" + i);
        }
        assertTrue(Equivalence.same(String.join(",", numbers), String.join(", ", numbers.reversed())));
    }

    @Test
    void anInterruptStopsAComparison() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> Equivalence.same("x+1", "1+x"));
        } finally {
            Thread.interrupted();
        }
    }
}
