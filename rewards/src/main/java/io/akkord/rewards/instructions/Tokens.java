package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words and punctuation marks as the Penn Treebank separates them (Marcus et al. 1993).
 *
 * <p>Punctuation stands alone; a period stays with its word except at the end of a sentence; {@code don't} is {@code do}
 * and {@code n't}; a hyphenated word is one.
 */
final class Tokens {

    private static final String ALONE = ";@#$%&?!()[]{}<>\"\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019\u2026";
    private static final String AFTER_THE_LAST_PERIOD = "])}>\"'\u00bb\u201d\u2019";
    private static final Pattern CONTRACTED = Pattern.compile(
            "(.*[^'])('(?:s|m|d|ll|re|ve)|n't|')|(can)(not)|(gim|lem)(me)|(gon|wan)(na)|(got)(ta)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<String> found = new ArrayList<>();

    private Tokens() {}

    static List<String> of(String text) {
        var tokens = new Tokens();
        for (String sentence : Sentences.of(text)) {
            int period = lastPeriod(sentence);
            int from = 0;
            for (String chunk : Words.spaced(sentence)) {
                from = sentence.indexOf(chunk, from);
                tokens.cut(chunk, period - from);
                from += chunk.length();
            }
        }
        return tokens.found;
    }

    /** The tokens with a letter or a number in them. */
    static List<String> wordsOf(String text) {
        return of(text).stream()
                .filter(token -> token.codePoints().anyMatch(one -> one != '_' && Words.isWordCharacter(one)))
                .toList();
    }

    private static int lastPeriod(String sentence) {
        int at = sentence.length() - 1;
        while (at >= 0
                && (AFTER_THE_LAST_PERIOD.indexOf(sentence.charAt(at)) >= 0 || Words.isBlank(sentence.charAt(at)))) {
            at--;
        }
        return at >= 0 && sentence.charAt(at) == '.' ? at : -1;
    }

    /** Cuts what stands between two blanks; {@code period} is where the sentence's last period lies in it, if it does. */
    private void cut(String chunk, int period) {
        int word = 0;
        int at = 0;
        while (at < chunk.length()) {
            int length = markLength(chunk, at, period);
            if (length > 0) {
                addWord(chunk.substring(word, at));
                found.add(chunk.substring(at, at + length));
                word = at + length;
            }
            at += Math.max(1, length);
        }
        addWord(chunk.substring(word));
    }

    /** The length of the mark that stands alone at {@code at}, or 0 where a word goes on. */
    private static int markLength(String chunk, int at, int period) {
        char one = chunk.charAt(at);
        if (ALONE.indexOf(one) >= 0) {
            return 1;
        }
        if (one == ',' || one == ':') {
            return at + 1 < chunk.length() && Character.isDigit(chunk.charAt(at + 1)) ? 0 : 1;
        }
        return switch (one) {
            case '.' -> {
                int dots = run(chunk, at);
                yield dots > 1 ? dots : at == period ? 1 : 0;
            }
            case '-' -> run(chunk, at) > 1 ? run(chunk, at) : 0;
            case '`' -> run(chunk, at);
            default -> 0;
        };
    }

    private static int run(String chunk, int at) {
        int length = 1;
        while (at + length < chunk.length() && chunk.charAt(at + length) == chunk.charAt(at)) {
            length++;
        }
        return length;
    }

    private void addWord(String word) {
        if (word.isEmpty()) {
            return;
        }
        Matcher contracted = CONTRACTED.matcher(word.length() < 100 ? word : "");
        if (contracted.matches()) {
            for (int group = 1; group <= contracted.groupCount(); group++) {
                if (contracted.group(group) != null) {
                    found.add(contracted.group(group));
                }
            }
        } else {
            found.add(word);
        }
    }
}
