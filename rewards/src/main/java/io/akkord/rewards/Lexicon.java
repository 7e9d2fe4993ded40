package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The sum of the weights of the words in the response, upper and lower case being the same.
 *
 * <p>The longest entry wins: {@code some kind} is one neutral entry of AFINN, not a kind deed, and {@code well-being} is
 * not two words. What stands between blanks is looked up as it is, for emoticons, then without the punctuation around
 * it, then cut at whatever is neither letter nor digit nor apostrophe.
 */
public final class Lexicon implements Reward {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
    private static final Pattern SEAMS = Pattern.compile("[^\\p{L}\\p{N}']+");

    private final Map<String, Double> weights;

    /** First word of a phrase to the most words a phrase has that begins so; words alone are left out. */
    private final Map<String, Integer> phrases;

    /**
     * A lexicon of words and phrases; of entries that differ in case alone the last one counts.
     *
     * @throws IllegalArgumentException naming an entry that is blank or whose weight is not finite
     */
    public Lexicon(Map<String, Double> weights) {
        var folded = new HashMap<String, Double>();
        var longest = new HashMap<String, Integer>();
        for (Entry<String, Double> entry : weights.entrySet()) {
            String[] words = words(entry.getKey());
            if (words.length == 0 || !Double.isFinite(entry.getValue())) {
                throw new IllegalArgumentException("a lexicon needs words with finite weights, has \"" + entry.getKey()
                        + "\" with " + entry.getValue());
            }
            folded.put(String.join(" ", words), entry.getValue());
            if (words.length > 1) {
                longest.merge(words[0], words.length, Math::max);
            }
        }
        this.weights = Map.copyOf(folded);
        phrases = Map.copyOf(longest);
    }

    @Override
    public double score(Rollout rollout, ModelScores models) {
        return weigh(rollout.text());
    }

    /** The sum of the weights of the words in {@code text}; 0 where it knows none. */
    public double weigh(String text) {
        String[] words = words(text);
        double sum = 0;
        int at = 0;
        while (at < words.length) {
            int length = Math.min(phrases.getOrDefault(bare(words[at]), 1), words.length - at);
            OptionalDouble weight = weightOf(words, at, length);
            while (weight.isEmpty() && length > 1) {
                length--;
                weight = weightOf(words, at, length);
            }
            sum += weight.isPresent() ? weight.getAsDouble() : weighParts(words[at]);
            at += length;
        }
        return sum;
    }

    private OptionalDouble weightOf(String[] words, int from, int length) {
        return weightOf(String.join(" ", Arrays.asList(words).subList(from, from + length)), length);
    }

    private OptionalDouble weightOf(String phrase, int length) {
        Double weight = weights.get(phrase);
        if (weight == null) {
            String bare = bare(phrase);
            boolean whole = length == 1 || words(bare).length == length; // "good :)" is not the entry "good"
            weight = whole ? weights.get(bare) : null;
        }
        return weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight);
    }

    private double weighParts(String word) {
        return SEAMS.splitAsStream(word)
                .mapToDouble(part -> weightOf(part, 1).orElse(0))
                .sum();
    }

    private static String bare(String phrase) {
        return EDGES.matcher(phrase).replaceAll("");
    }

    private static String[] words(String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        return folded.isEmpty() ? new String[0] : BLANKS.split(folded);
    }
}
