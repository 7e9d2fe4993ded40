package io.akkord.rewards.match;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text as SQuAD compares it (Rajpurkar et al. 2016): lower case, no ASCII punctuation, no articles, single blanks. */
final class PlainWords {

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    private static final Pattern ARTICLE = Pattern.compile("\\b(?:a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private PlainWords() {}

    static List<String> of(String text) {
        String lower = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        String bare = ARTICLE.matcher(lower).replaceAll(" ");
        return Arrays.stream(BLANKS.split(bare)).filter(word -> !word.isEmpty()).toList();
    }
}
