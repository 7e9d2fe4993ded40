package io.akkord.rewards.match;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many words response and answer share: the harmonic mean of precision and recall, in [0, 1].
 *
 * <p>SQuAD's F1 (Rajpurkar et al. 2016) over words without case, punctuation and articles, each counted as often as it
 * occurs; what was thought is left out, and of several right answers the best fitting one counts.
 *
 * @param label which label holds the answer, or a JSON list of answers that are all right
 */
public record F1(String label) implements Verifier {

    /** @throws Unscored if the row has no such label */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        List<String> words = PlainWords.of(Tags.withoutThought(response));
        double best = 0;
        for (String answer : Answers.of(Verifier.label(labels, label))) {
            best = Math.max(best, overlap(words, PlainWords.of(answer)));
        }
        return new Verdict(best, "an overlap of %.3f with the answer".formatted(best));
    }

    private static double overlap(List<String> words, List<String> answer) {
        var left = new ArrayList<>(answer);
        int shared = 0;
        for (String word : words) {
            shared += left.remove(word) ? 1 : 0;
        }
        return shared == 0 ? 0 : 2.0 * shared / (words.size() + answer.size());
    }
}
