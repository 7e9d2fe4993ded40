package io.akkord.rewards.math;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.List;
import java.util.Map;

/**
 * 1 where the response ends in an answer that means the same as the labelled one, else 0.
 *
 * <p>The answer is looked for as Tulu 3 looks for MATH's: in the last box and in Minerva's closing sentence; only without
 * either in the last formula, the last number behind it, or the whole of a short text. One right reading suffices. What
 * means the same is said in {@link Equivalence}.
 *
 * @param label which label holds the answer; a worked solution counts by its own box or closing sentence
 * @param strict whether only Minerva's sentence counts: {@code Final Answer: The final answer is X. I hope it is correct.}
 */
public record MathAnswer(String label, boolean strict) implements Verifier {

    private static final int SHOWN = 80;

    /** Reads the label {@code answer}, and takes the answer from wherever a response may put it. */
    public MathAnswer() {
        this("answer", false);
    }

    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String answer = labels.get(label);
        if (answer == null) {
            throw new Unscored("the prompt has no label \"" + label + "\"");
        }
        String expected = AnswerText.expected(answer);
        if (expected.isBlank() || AnswerText.isProse(expected)) {
            throw new Unscored("the label \"" + label + "\" states no answer: \"" + shown(answer) + "\"");
        }
        var candidates = candidates(response);
        for (var candidate : candidates) {
            if (Equivalence.same(expected, candidate)) {
                return Verdict.of(true, evidence(candidate, expected));
            }
        }
        return candidates.isEmpty()
                ? Verdict.of(false, "found no final answer, expected " + shown(expected))
                : Verdict.of(false, evidence(candidates.getFirst(), expected));
    }

    private List<String> candidates(String response) {
        if (!strict) {
            return List.copyOf(AnswerText.candidates(response));
        }
        String sentence = AnswerText.minerva(response);
        return sentence == null ? List.of() : List.of(sentence);
    }

    private static String evidence(String found, String expected) {
        return "found " + shown(found) + ", expected " + shown(expected);
    }

    private static String shown(String text) {
        String line = text.substring(0, Math.min(text.length(), SHOWN + 1))
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
