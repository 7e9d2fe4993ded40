package io.akkord.rewards.courtesy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A reply as sentences of lower-case words; punctuation is left out, anything else between blanks is a word.
 *
 * @param sentences in order, none empty
 * @param closed whether the text ends in a full stop or an exclamation mark
 */
record Wording(List<List<String>> sentences, boolean closed) {

    static Wording of(String text) {
        var sentences = new ArrayList<List<String>>();
        for (String sentence : text.split("[.!?]+", -1)) {
            List<String> words = Arrays.stream(sentence.toLowerCase(Locale.ROOT).split("[\\s,]+", -1))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty()) {
                sentences.add(words);
            }
        }
        String stripped = text.strip();
        return new Wording(sentences, stripped.endsWith(".") || stripped.endsWith("!"));
    }

    List<String> words() {
        return sentences.stream().flatMap(List::stream).toList();
    }

    /** How often the phrase's words stand side by side within one sentence. */
    int count(Wording phrase) {
        List<String> words = phrase.words();
        int count = 0;
        for (List<String> sentence : sentences) {
            for (int i = 0; i + words.size() <= sentence.size(); i++) {
                count += sentence.subList(i, i + words.size()).equals(words) ? 1 : 0;
            }
        }
        return count;
    }

    /** Whether {@link #count} is positive for any of the phrases. */
    boolean hasAny(List<Wording> phrases) {
        return phrases.stream().anyMatch(phrase -> count(phrase) > 0);
    }

    /** Whether a word follows itself or three words in a row come back. */
    boolean repeatsItself() {
        List<String> words = words();
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            boolean stutters = i > 0 && words.get(i).equals(words.get(i - 1));
            boolean returns = i + 3 <= words.size() && !seen.add(words.subList(i, i + 3));
            if (stutters || returns) {
                return true;
            }
        }
        return false;
    }

    boolean endsWithAny(List<Wording> closes) {
        return !sentences.isEmpty()
                && closes.stream().anyMatch(close -> close.words().equals(sentences.getLast()));
    }

    boolean mentions(Set<String> any) {
        return sentences.stream().anyMatch(sentence -> !Collections.disjoint(sentence, any));
    }
}
