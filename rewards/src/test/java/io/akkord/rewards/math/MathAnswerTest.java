package io.akkord.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a response states its answer. */
class MathAnswerTest {

    private static Verdict verdict(boolean strict, String response, String answer) throws Unscored {
        return new MathAnswer("answer", strict).verify(response, Map.of("answer", answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "So it is \\boxed{\\frac{1}{2}}. @ 1/2 @ 1",
                "First \\boxed{3}, after thought \\boxed{4}. @ 4 @ 1",
                "First \\boxed{3}, after thought \\boxed{4}. @ 3 @ 0",
                "\\boxed 7 @ 7 @ 1",
                "\\fbox{7} @ 7 @ 1",
                "cut off: \\boxed{7 @ 7 @ 1",
                "$\\boxed{1}$ and $\\boxed{2}$ @ 1,2 @ 1",
                "Final Answer: The final answer is $x^2$. I hope it is correct. @ x*x @ 1",
                "\\boxed{1} Final Answer: The final answer is $2$. I hope it is correct. @ 1 @ 1",
                "\\boxed{1} Final Answer: The final answer is $2$. I hope it is correct. @ 2 @ 1",
                "\\boxed{1} is $2$ @ 2 @ 0",
                "Hence $x=3$ and so $y=4$ follows @ 4 @ 1",
                "Hence $x=3$ and so $y=4$ follows @ 3 @ 0",
                "Hence \\(x=3\\), so it is \\[ 12 \\] @ 12 @ 1",
                "We add 3 and 4 and find 7 @ 7 @ 1",
                "We add $3$ and $4$ and find 7 in all @ 7 @ 1",
                "It costs $10,455 @ 10455 @ 1",
                "<think>\\boxed{3}</think> It is \\boxed{4} @ 3 @ 0",
                "<think>\\boxed{3}</think> It is \\boxed{4} @ 4 @ 1",
                "(1, 2) @ (1,2) @ 1",
                "no idea @ 4 @ 0",
                "5 @ The sum is #### 5 @ 1",
                "5 @ thus $\\boxed{5}$ @ 1"
            })
    void theAnswerIsLookedForInOrderOfTrust(String response, String answer, double score) throws Exception {
        assertEquals(score, verdict(false, response, answer).score());
    }

    @Test
    void responsesAreJudgedByWhatTheyMean() throws Exception {
        var wrong = new ArrayList<String>();
        var lines = Table.lines("responses.tsv");
        for (var line : lines) {
            var parts = line.split("\t", -1);
            double expected = parts[1].equals("=") ? 1 : 0;
            if (verdict(false, parts[2], parts[0]).score() != expected) {
                wrong.add(line);
            }
        }
        assertTrue(lines.size() > 70, "cases read: " + lines.size());
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "Final Answer: The final answer is $\\frac12$. I hope it is correct. @ 0.5 @ 1",
                "Final Answer: The final answer is 0.5. I hope it is correct. @ 0.5 @ 1",
                "The final answer is $\\frac12$. I hope it is correct. @ 0.5 @ 0",
                "\\boxed{0.5} @ 0.5 @ 0"
            })
    void strictReadsMinervasSentenceAlone(String response, String answer, double score) throws Exception {
        assertEquals(score, verdict(true, response, answer).score());
    }

    @Test
    void theEvidenceSaysWhatWasFoundAndExpected() throws Exception {
        assertEquals(
                "found 41, expected 42", verdict(false, "\\boxed{41}", "42").evidence());
        assertEquals(
                "found no final answer, expected 42",
                verdict(true, "\\boxed{42}", "42").evidence());
        assertEquals(
                "found " + "1".repeat(80) + "..., expected 42",
                verdict(false, "\\boxed{" + "1".repeat(500) + "}", "42").evidence());
    }

    @Test
    void aRowWithoutAnAnswerCannotBeScored() {
        var missing = assertThrows(Unscored.class, () -> new MathAnswer().verify("4", Map.of()));
        assertEquals("the prompt has no label \"answer\"", missing.getMessage());
        var prose = assertThrows(Unscored.class, () -> verdict(false, "43", "Answer is forty three."));
        assertEquals("the label \"answer\" states no answer: \"Answer is forty three.\"", prose.getMessage());
        assertThrows(Unscored.class, () -> verdict(false, "43", "  "));
    }

    @Test
    void tenMegabytesAreJudgedQuickly() {
        for (var piece : List.of(
                "\\boxed{", "$", "1 ", "a", "(", "\\[", "1,", "x^{2}+", "\n", "</think>", "final answer is", "1/2 ")) {
            var response = piece.repeat(10_000_000 / piece.length());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(4),
                    () -> assertEquals(0, verdict(false, response, "42").score()),
                    piece);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(4),
                    () -> assertEquals(
                            1,
                            verdict(false, response + " so \\boxed{42}", "42").score()),
                    piece);
        }
    }
}
