package io.akkord.configs;

import io.akkord.configs.hocon.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a score is made of; {@code kind} in the file names the record. */
public sealed interface RewardSource {

    /** Nothing scores. */
    record None() implements RewardSource {}

    /** The score of a trained reward model, from an earlier stage or from {@code reward-model.model}. */
    record Learned() implements RewardSource {}

    /**
     * The summed weights of the response's words.
     *
     * @param lexicon JSON object or lines of word, tab, weight
     */
    record Lexicon(@Example("afinn.json") Path lexicon) implements RewardSource {}

    /**
     * 1 where the response is the label, else 0.
     *
     * @param label the row's field that holds the right answer
     * @param ignoreCase whether upper and lower case are the same
     */
    record ExactMatch(String label, boolean ignoreCase) implements RewardSource {}

    /**
     * One score where the pattern is found in the response, another where it is not.
     *
     * @param pattern as {@link Pattern} reads it
     */
    record Regex(@Example("\"[Tt]hank you\"") String pattern, double found, double otherwise) implements RewardSource {

        public Regex {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "pattern is no regular expression: " + e.getDescription() + " at character " + e.getIndex(), e);
            }
        }
    }

    /** Several scores, each times its weight. */
    record WeightedSum(
            @Example("[{ kind = learned, weight = 0.8 }, { kind = regex, pattern = \"!$\", weight = 0.2 }]")
            List<Part> parts)
            implements RewardSource {

        public WeightedSum {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("parts must hold at least one { weight, kind }");
            }
        }
    }

    /** The hidden rule of the generated world {@code courtesy}; it may judge, never teach. */
    record Courtesy() implements RewardSource {}

    /** One score of a sum. */
    record Part(double weight, RewardSource source) {}
}
