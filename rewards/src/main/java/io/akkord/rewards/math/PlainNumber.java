package io.akkord.rewards.math;

import org.jspecify.annotations.Nullable;

/** Finds the last number or fraction that prose states: with a sign, grouped digits, a decimal comma or a per cent sign. */
final class PlainNumber {

    private PlainNumber() {}

    /** The last number that is no part of a word; null where there is none. */
    static AnswerText.@Nullable Span last(String text) {
        int end = text.length();
        while (end > 0) {
            if (!Character.isDigit(text.charAt(end - 1))) {
                end--;
                continue;
            }
            int start = start(text, end);
            boolean alone = !letterAt(text, start - 1) && !letterAt(text, end);
            if (alone) {
                int signed =
                        start > 0 && text.charAt(start - 1) == '-' && !wordBefore(text, start - 1) ? start - 1 : start;
                return new AnswerText.Span(signed, end, text.substring(signed, end) + percent(text, end));
            }
            end = start;
        }
        return null;
    }

    private static int start(String text, int end) {
        int at = end - 1;
        while (at > 0) {
            char before = text.charAt(at - 1);
            boolean joint = before == '.' || before == ',' || before == '/';
            if (Character.isDigit(before)
                    || before == '.' && Character.isDigit(text.charAt(at))
                    || joint && at > 1 && Character.isDigit(text.charAt(at - 2))
                    || before == ' ' && at > 1 && Character.isDigit(text.charAt(at - 2)) && groupOfThree(text, at)) {
                at--;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean groupOfThree(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 4 && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return at == from + 3;
    }

    private static boolean letterAt(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_');
    }

    private static boolean wordBefore(String text, int at) {
        return at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
    }

    private static String percent(String text, int end) {
        int at = end;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\\')) {
            at++;
        }
        boolean said = text.startsWith("%", at) || text.startsWith("percent", at) || text.startsWith("pct", at);
        return said ? "%" : "";
    }
}
