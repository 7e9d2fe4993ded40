package io.akkord.rewards.match;

import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.Map;

/**
 * 1 where the response ends in exactly one {@code <answer>...</answer>} that holds something, else 0.
 *
 * <p>What stands before it, such as {@code <think>...</think>}, is not looked at; a second answer anywhere fails, since a
 * policy would otherwise learn to give several.
 */
public record AnswerFormat() implements Verifier {

    @Override
    public Verdict verify(String response, Map<String, String> labels) {
        String text = response.strip();
        int open = text.indexOf(Tags.ANSWER);
        int close = text.indexOf(Tags.END_OF_ANSWER);
        if (open < 0 || close < open) {
            return Verdict.of(false, "has no " + Tags.ANSWER + "..." + Tags.END_OF_ANSWER);
        }
        if (text.indexOf(Tags.ANSWER, open + 1) >= 0 || text.indexOf(Tags.END_OF_ANSWER, close + 1) >= 0) {
            return Verdict.of(false, "has more than one " + Tags.ANSWER);
        }
        if (close + Tags.END_OF_ANSWER.length() != text.length()) {
            return Verdict.of(false, "goes on after " + Tags.END_OF_ANSWER);
        }
        String inside = text.substring(open + Tags.ANSWER.length(), close);
        return Verdict.of(!inside.isBlank(), "answers " + Verdict.shown(inside));
    }
}
