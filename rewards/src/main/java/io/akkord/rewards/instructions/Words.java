package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;

/**
 * Text taken apart the way the published checkers do it, which is Python's: verdicts hang on what counts as a blank.
 *
 * <p>A blank is any Unicode white space; a word character is a letter, a number or an underscore, but no combining mark,
 * so that many Indic words count as several. Every loop here answers an interrupt and takes time linear in its text.
 */
final class Words {

    /** The punctuation of ASCII. */
    static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private Words() {}

    static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x85;
    }

    static boolean isWordCharacter(int character) {
        int type = Character.getType(character);
        return Character.isLetterOrDigit(character)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || character == '_';
    }

    static boolean isPunctuation(int character) {
        return PUNCTUATION.indexOf(character) >= 0;
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String strip(String text) {
        return trim(text, Words::isBlank);
    }

    /** Without the punctuation and spaces around it. */
    static String bare(String text) {
        return trim(text, Words::isEdge);
    }

    static String bareStart(String text) {
        return text.substring(firstKept(text, Words::isEdge));
    }

    static String bareEnd(String text) {
        return text.substring(0, lastKept(text, 0, Words::isEdge));
    }

    static String trim(String text, IntPredicate dropped) {
        int from = firstKept(text, dropped);
        return text.substring(from, lastKept(text, from, dropped));
    }

    private static boolean isEdge(int character) {
        return character == ' ' || isPunctuation(character);
    }

    private static int firstKept(String text, IntPredicate dropped) {
        int at = 0;
        while (at < text.length() && dropped.test(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int lastKept(String text, int from, IntPredicate dropped) {
        int at = text.length();
        while (at > from && dropped.test(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    static String withoutPunctuation(String text) {
        var kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isPunctuation(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    /** What stands between blanks. */
    static List<String> spaced(String text) {
        return runs(text, character -> !isBlank(character));
    }

    /** The runs of word characters. */
    static List<String> alphanumeric(String text) {
        return runs(text, Words::isWordCharacter);
    }

    static List<String> runs(String text, IntPredicate belongs) {
        var runs = new ArrayList<String>();
        int start = -1;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (belongs.test(character)) {
                start = start < 0 ? at : start;
            } else if (start >= 0) {
                runs.add(text.substring(start, at));
                start = -1;
                answerInterrupt();
            }
            at += Character.charCount(character);
        }
        if (start >= 0) {
            runs.add(text.substring(start));
        }
        return runs;
    }

    /** The lines, empty ones too; a line ends in a newline alone. */
    static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    /** How often {@code part} occurs without overlap, upper and lower case being the same. */
    static long occurrences(String text, String part) {
        String folded = lower(text);
        String wanted = lower(part);
        long count = 0;
        int at = folded.indexOf(wanted);
        while (at >= 0) {
            count++;
            at = folded.indexOf(wanted, at + Math.max(1, wanted.length()));
            answerInterrupt();
        }
        return count;
    }

    /** Whether {@code word} occurs as a word of its own, upper and lower case being the same. */
    static boolean containsWord(String text, String word) {
        return hasWord(lower(text), lower(word));
    }

    /** Whether {@code word} occurs with no word character continuing it on either side. */
    static boolean hasWord(String text, String word) {
        int at = text.indexOf(word);
        while (at >= 0) {
            int end = at + word.length();
            boolean starts =
                    at == 0 || !isWordCharacter(text.codePointBefore(at)) || !isWordCharacter(word.codePointAt(0));
            boolean ends = end == text.length()
                    || !isWordCharacter(text.codePointAt(end))
                    || !isWordCharacter(word.codePointBefore(word.length()));
            if (starts && ends) {
                return true;
            }
            at = text.indexOf(word, at + 1);
            answerInterrupt();
        }
        return false;
    }

    /** Whether there are letters that have a case and all of them are capitals. */
    static boolean isUpper(String text) {
        return allCased(text, Character::isUpperCase, Character::isLowerCase);
    }

    /** Whether there are letters that have a case and none of them is a capital. */
    static boolean isLower(String text) {
        return allCased(text, Character::isLowerCase, Character::isUpperCase);
    }

    private static boolean allCased(String text, IntPredicate wanted, IntPredicate unwanted) {
        return text.codePoints().noneMatch(one -> unwanted.test(one) || Character.isTitleCase(one))
                && text.codePoints().anyMatch(wanted);
    }

    static void answerInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while reading a response");
        }
    }
}
