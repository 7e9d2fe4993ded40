package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.TextCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Text with places such as {@code {prompt}} and {@code {response}}, which are filled with ids.
 *
 * <p>Only the text between the places is encoded. What a policy wrote is put in as the ids it sampled: a response that
 * was decoded and encoded again may be another one.
 *
 * @param text names of places stand in braces: lower-case letters and hyphens
 */
public record Template(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

    /** Names of the places, in order. */
    public List<String> places() {
        return PLACE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /**
     * Refuses a template that lacks a place, or has one that nothing fills.
     *
     * @param key the setting that holds the template, for the sentence
     * @throws IllegalArgumentException naming both
     */
    public void check(String key, List<String> needed) {
        for (String place : needed) {
            if (!places().contains(place)) {
                throw new IllegalArgumentException(key + " must hold the place {" + place + "}, was \"" + text + '"');
            }
        }
        for (String place : places()) {
            if (!needed.contains(place)) {
                throw new IllegalArgumentException(key + " holds the place {" + place
                        + "}, which nothing fills; places are {" + String.join("}, {", needed) + "}");
            }
        }
    }

    /**
     * The ids of a sequence.
     *
     * @param fillings ids for each place; special ids that begin or end a sequence are the caller's to leave out
     */
    public int[] fill(TextCodec codec, Map<String, int[]> fillings) {
        var parts = new ArrayList<int[]>();
        int at = 0;
        for (MatchResult match : PLACE.matcher(text).results().toList()) {
            parts.add(encoded(codec, text.substring(at, match.start()), at == 0));
            parts.add(fillings.getOrDefault(match.group(1), new int[0]));
            at = match.end();
        }
        parts.add(encoded(codec, text.substring(at), at == 0));
        return parts.stream().flatMapToInt(IntStream::of).toArray();
    }

    private static int[] encoded(TextCodec codec, String text, boolean first) {
        if (first) {
            return codec.prompt(text);
        }
        return text.isEmpty() ? new int[0] : codec.continuation(text);
    }
}
