package io.akkord.rewards.match;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.List;
import java.util.Map;

/**
 * 1 where the answer in the response has the same words as one of the row's answers, as SQuAD compares them; else 0.
 *
 * <p>Case, punctuation, articles and blanks are ignored, hence signs too: use a mathematical verifier for numbers. An
 * answer of no words at all matches nothing.
 *
 * @param label which label holds the answer, or a JSON list of answers that are all right
 * @param where which part of the response is its answer
 */
public record StringMatch(String label, Where where) implements Verifier {

    /** Where a response gives its answer; open-instruct has a verifier for each. */
    public enum Where {

        /** All that follows the thought ({@code puzzle}). */
        RESPONSE {
            @Override
            String answer(String response) {
                return Tags.withoutThought(response);
            }
        },

        /** Between the last answer tags; nothing where one is missing ({@code string_matcher}). */
        TAGS {
            @Override
            String answer(String response) {
                return Tags.answer(response).orElse("");
            }
        },

        /** After the last {@code "The answer is: "}, else all of it ({@code flan}). */
        PHRASE {
            @Override
            String answer(String response) {
                int start = response.lastIndexOf(PHRASE_BEFORE);
                return start < 0 ? response : response.substring(start + PHRASE_BEFORE.length());
            }
        };

        private static final String PHRASE_BEFORE = "The answer is: ";

        abstract String answer(String response);
    }

    /** @throws Unscored if the row has no such label */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        List<String> answers = Answers.of(Verifier.label(labels, label));
        String found = where.answer(response);
        List<String> words = PlainWords.of(found);
        boolean same = !words.isEmpty()
                && answers.stream().anyMatch(answer -> PlainWords.of(answer).equals(words));
        return Verdict.compared(same, found, String.join(" or ", answers));
    }
}
