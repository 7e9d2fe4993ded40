package io.akkord.rewards.math;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.Locale;
import java.util.Map;

/**
 * 1 where the last number of the response is the labelled answer, as Tulu 3 judges GSM8K; else 0.
 *
 * <p>Commas between digits go, a sign stays, and numbers are compared as they are spelled: {@code 18.0} is not {@code 18}.
 * A response without a number is compared as a whole. The scan runs backwards from the end, so it costs what stands behind
 * the last number, whatever the length of the reasoning.
 *
 * @param label which label holds the answer; of GSM8K's own worked answers only what follows {@code ####} counts
 */
public record FinalNumber(String label) implements Verifier {

    /** What GSM8K's worked answers put before the number. */
    static final String MARK = "####";

    private static final int SHOWN = 80;

    /** Reads the label {@code answer}. */
    public FinalNumber() {
        this("answer");
    }

    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String answer = labels.get(label);
        if (answer == null) {
            throw new Unscored("the prompt has no label \"" + label + "\"");
        }
        String expected = withoutCommas(answer.substring(afterMark(answer)).strip());
        String found = lastNumber(response);
        boolean same = found.equals(expected.toLowerCase(Locale.ROOT));
        return Verdict.of(same, "found " + shown(found) + ", expected " + shown(expected));
    }

    private static int afterMark(String answer) {
        int mark = answer.lastIndexOf(MARK);
        return mark < 0 ? 0 : mark + MARK.length();
    }

    /** The last number without commas, or the whole text in lower case where there is none. */
    static String lastNumber(String text) {
        int end = text.length();
        while (end > 0 && !isDigit(text.charAt(end - 1))) {
            end--;
        }
        if (end == 0) {
            return text.strip().toLowerCase(Locale.ROOT);
        }
        int start = end;
        while (start > 0 && belongs(text.charAt(start - 1))) {
            start--;
        }
        String run = withoutCommas(text.substring(start, end));
        int from = startOfLast(run);
        boolean signed = from == 0 && start > 0 && isSign(text.charAt(start - 1));
        return signed ? text.charAt(start - 1) + run : run.substring(from);
    }

    /** Where the last number of digits and at most one point begins: {@code 1.2.3} ends in {@code .3}. */
    private static int startOfLast(String run) {
        int start = 0;
        int at = 0;
        while (at < run.length()) {
            char here = run.charAt(at);
            if (here != '.' && !isDigit(here)) {
                at++;
                continue;
            }
            int digits = endOfDigits(run, at);
            int fraction = digits < run.length() && run.charAt(digits) == '.' ? endOfDigits(run, digits + 1) : digits;
            boolean decimal = fraction > digits + 1;
            if (decimal || digits > at) {
                start = at;
            }
            at = Math.max(decimal ? fraction : digits, at + 1);
        }
        return start;
    }

    private static int endOfDigits(String run, int from) {
        int at = from;
        while (at < run.length() && isDigit(run.charAt(at))) {
            at++;
        }
        return at;
    }

    /** A digit takes part in one removal alone: {@code 1,2,3} becomes {@code 12,3}, {@code 1,000,000} a million. */
    private static String withoutCommas(String text) {
        if (text.indexOf(',') < 0) {
            return text;
        }
        var kept = new StringBuilder(text.length());
        int free = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean between = i > free
                    && i + 1 < text.length()
                    && text.charAt(i) == ','
                    && isDigit(text.charAt(i - 1))
                    && isDigit(text.charAt(i + 1));
            if (between) {
                free = i + 2;
            } else {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static boolean belongs(char c) {
        return isDigit(c) || c == ',' || c == '.';
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
