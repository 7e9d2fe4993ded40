package io.akkord.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.akkord.rewards.Unscored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The letter that a response chooses. */
class MultipleChoiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "B | B",
                "(B) | B",
                "B. | B",
                "b) B: Paris | B",
                "B) Paris | B",
                "**B** | B",
                "The answer is (B). | B",
                "The answer is B | B",
                "the answer is (b). | B",
                "Answer: C | C",
                "**Answer:** C | C",
                "**Answer: C** | C",
                "The correct option is D, since A is false. | D",
                "The correct choice is **D**. | D",
                "Therefore \\boxed{B} | B",
                "$\\boxed{\\text{B}}$ | B",
                "$\\boxed{\\textbf{(E)}\\ 12}$ | E",
                "\\boxed{A}, no: \\boxed{C} | C",
                "A is too small, so the answer is \\boxed{C}, not (D) | C",
                "I considered (A) and (B); (B) fits. | B",
                "It must be C | C",
                "A dog sat. I know. It is D | D",
                "The answer is a dog. | none",
                "I have no idea. | none",
                "'' | none"
            })
    void theClearestSignWins(String response, String letter) throws Exception {
        for (var answer : List.of("A", "B", "C", "D", "E")) {
            var verdict = new MultipleChoice().verify(response, Map.of("answer", answer));
            assertEquals(answer.equals(letter) ? 1 : 0, verdict.score(), response + ": " + verdict.evidence());
        }
    }

    @Test
    void theEvidenceSaysWhatWasFoundAndExpected() throws Exception {
        var verifier = new MultipleChoice();
        assertEquals(
                "found A, expected B",
                verifier.verify("(A)", Map.of("answer", "(b)")).evidence());
        assertEquals(
                "no choice found, expected B",
                verifier.verify("hm", Map.of("answer", "B.")).evidence());
    }

    @Test
    void thoughtsAreNoChoice() throws Exception {
        var verdict = new MultipleChoice().verify("<think>The answer is (A)</think>B", Map.of("answer", "B"));
        assertEquals(1, verdict.score());
    }

    @Test
    void anAnswerThatIsNoLetterCannotBeScored() {
        var verifier = new MultipleChoice();
        var wrong = assertThrows(Unscored.class, () -> verifier.verify("B", Map.of("answer", "Paris")));
        assertEquals("the label \"answer\" must be a letter from A to J, is \"Paris\"", wrong.getMessage());
        var missing = assertThrows(Unscored.class, () -> verifier.verify("B", Map.of()));
        assertEquals("the prompt has no label \"answer\"", missing.getMessage());
    }

    @Test
    void tenMegabytesAreJudgedQuickly() {
        for (var piece : List.of("(", "answer ", "\n", "\n(", "\nA. ", "\\boxed{", "**", "answer: ", " ")) {
            var response = piece.repeat(10_000_000 / piece.length());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(2),
                    () -> new MultipleChoice().verify(response + "z", Map.of("answer", "C")),
                    piece);
        }
    }
}
