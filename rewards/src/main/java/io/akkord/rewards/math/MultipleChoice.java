package io.akkord.rewards.math;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 1 where the response chooses the labelled letter, else 0; a response that chooses none is wrong, not unscored.
 *
 * <p>The clearest sign wins, and of equal signs the last: a box, then words such as {@code the answer is}, then a letter
 * that fills or begins the last line, then one in brackets or bold, then any letter standing alone. {@code A} and
 * {@code I} are words of English too, so alone they count only where no word follows.
 *
 * @param label which label holds the letter, from A to J, brackets and dot allowed
 */
public record MultipleChoice(String label) implements Verifier {

    private static final Pattern LETTER = Pattern.compile("\\s*\\(?([A-Ja-j])\\)?[.:]?\\s*");

    /** A choice that stands further from the end is not looked for: it bounds the time of the search. */
    private static final int TAIL = 20_000;

    /** No pattern repeats a repetition, so each search is linear in the text. */
    private static final List<Pattern> SIGNS = List.of(
            Pattern.compile("\\\\boxed ?\\{ ?(?:\\\\[a-z]{2,8} ?\\{)?[ (*]{0,4}([A-Ja-j])(?![A-Za-z'])"),
            Pattern.compile("(?i:answer|choice|option)(?i: is|:| would be| should be| must be)?:?\\**:?\\s{0,4}"
                    + "(?i:option |choice |letter )?[*($\\[{\"']{0,4}"
                    + "(?:\\\\[a-z]{2,8}\\{\\(?)?([A-J]|(?<=\\()[a-j](?=\\)))(?![A-Za-z'])(?! [a-z])"),
            Pattern.compile("(?:^|\\n)[ *(\\[$]{0,6}([A-J])(?:[ *)\\]$.]{0,6}|[ *]{0,3}[.):][^\\n]{0,2000})\\s{0,9}$"),
            Pattern.compile("(?:\\(|\\[|\\*\\*\\(?)([A-J])(?:\\)|\\]|[.:]?\\*\\*|[.:] )"),
            Pattern.compile("(?<![A-Za-z'\\\\])([B-HJ]|[AI](?! [a-z]))(?![A-Za-z'])"));

    /** Reads the label {@code answer}. */
    public MultipleChoice() {
        this("answer");
    }

    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String answer = labels.get(label);
        if (answer == null) {
            throw new Unscored("the prompt has no label \"" + label + "\"");
        }
        var letter = LETTER.matcher(answer);
        if (!letter.matches()) {
            throw new Unscored("the label \"" + label + "\" must be a letter from A to J, is \"" + answer + "\"");
        }
        String expected = letter.group(1).toUpperCase(Locale.ROOT);
        String text = AnswerText.afterReasoning(response);
        String found = chosen(text.substring(Math.max(0, text.length() - TAIL)));
        return found == null
                ? Verdict.of(false, "no choice found, expected " + expected)
                : Verdict.of(found.equals(expected), "found " + found + ", expected " + expected);
    }

    private static @Nullable String chosen(String text) {
        for (var sign : SIGNS) {
            String last = null;
            var matcher = sign.matcher(text);
            while (matcher.find()) {
                last = matcher.group(1);
            }
            if (last != null) {
                return last.toUpperCase(Locale.ROOT);
            }
        }
        return null;
    }
}
