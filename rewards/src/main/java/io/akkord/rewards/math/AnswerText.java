package io.akkord.rewards.math;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer in a worked solution.
 *
 * <p>Prompts that ask for a box or for Minerva's closing sentence get what they asked for: where either is there, only it
 * counts. Else the last formula, or the last number behind it, stands for the answer, and the whole text where it is short.
 * Every search runs backwards and is linear in the text.
 */
final class AnswerText {

    /** The longest whole text that is taken for an answer. */
    private static final int SHORT = 300;

    private static final int LONGEST_SENTENCE = 2000;

    /** Boxes further up than this belong to the reasoning. */
    private static final int MOST_BOXES = 64;

    private static final String THOUGHT_END = "</think>";
    private static final String MINERVA_START = "Final Answer: The final answer is";
    private static final String MINERVA_END = ". I hope it is correct.";
    private static final String CLOSING = "final answer is";
    private static final Pattern BETWEEN_BOXES =
            Pattern.compile("(?:[\\s$,;.]|\\\\[()\\[\\],;!]|\\\\q?quad|\\\\text\\{ *(?:and|or) *\\})*(?:and|or)?"
                    + "(?:[\\s$,;]|\\\\[()\\[\\],;!]|\\\\q?quad)*");

    private static final Pattern PROSE = Pattern.compile("[a-z']+(?:[ ,]{1,2}[a-z']+){2,}\\.");
    private static final Pattern FORMULAS = Pattern.compile("(?:[\\s,;.]|\\$[^$]+\\$|and\\b|or\\b)+");

    private AnswerText() {}

    /** What follows the last end of a thought, or the whole text. */
    static String afterReasoning(String response) {
        int end = response.lastIndexOf(THOUGHT_END);
        return end < 0 ? response : response.substring(end + THOUGHT_END.length());
    }

    /** Readings of the answer, the most trusted first; never empty. */
    static Set<String> candidates(String response) {
        String text = afterReasoning(response);
        var found = new LinkedHashSet<String>();
        addIfAny(found, closing(text));
        addIfAny(found, boxed(text));
        if (!found.isEmpty()) {
            return found;
        }
        var formula = lastFormula(text);
        var number = PlainNumber.last(text);
        if (formula != null) {
            found.add(formula.text());
        }
        if (number != null && (formula == null || number.start() >= formula.end())) {
            found.add(number.text());
        }
        if (number == null || formula == null) {
            addIfAny(found, stated(text));
        }
        if (found.isEmpty() || text.length() <= SHORT) {
            found.add(text.strip());
        }
        return found;
    }

    /** The one answer of a row: what follows GSM8K's mark, its box, closing sentence or formula, else the text itself. */
    static String expected(String answer) {
        int mark = answer.lastIndexOf(FinalNumber.MARK);
        if (mark >= 0) {
            return answer.substring(mark + FinalNumber.MARK.length()).strip();
        }
        String closing = closing(answer);
        String boxed = closing == null ? boxed(answer) : closing;
        if (boxed != null) {
            return boxed;
        }
        boolean formulasAlone =
                answer.length() <= SHORT && FORMULAS.matcher(answer).matches();
        var formula = formulasAlone ? null : lastFormula(answer);
        return formula == null ? answer.strip() : formula.text();
    }

    /** What Minerva's closing sentence says, to the letter; null without it. */
    static @Nullable String minerva(String response) {
        int start = response.lastIndexOf(MINERVA_START);
        int from = start + MINERVA_START.length();
        int end = start < 0 ? -1 : response.indexOf(MINERVA_END, from);
        return end < 0 ? null : undelimited(response.substring(from, end).strip());
    }

    private static void addIfAny(Set<String> found, @Nullable String text) {
        if (text != null) {
            found.add(text);
        }
    }

    private static @Nullable String closing(String text) {
        int start = lastIgnoringCase(text, CLOSING);
        if (start < 0) {
            return null;
        }
        int from = start + CLOSING.length();
        String rest = text.substring(from, Math.min(text.length(), from + LONGEST_SENTENCE));
        int hope = rest.indexOf("I hope it is correct");
        String sentence = (hope < 0 ? rest : rest.substring(0, hope)).strip();
        sentence = sentence.startsWith(":") ? sentence.substring(1).strip() : sentence;
        int line = sentence.indexOf('\n');
        if (line >= 0 && !sentence.startsWith("$") && !sentence.startsWith("\\[")) {
            sentence = sentence.substring(0, line);
        }
        if (sentence.isEmpty()) {
            return null;
        }
        String box = boxed(sentence);
        return box == null ? undelimited(sentence) : box;
    }

    /** What follows the last {@code answer is} or {@code answer:} on its line. */
    private static @Nullable String stated(String text) {
        int from = Math.max(lastIgnoringCase(text, "answer is"), lastIgnoringCase(text, "answer: "));
        if (from < 0) {
            return null;
        }
        int start = from + "answer is".length();
        int line = text.indexOf('\n', start);
        int end = Math.min(line < 0 ? text.length() : line, start + SHORT);
        String said =
                end <= start ? "" : text.substring(start, end).replace("*", "").strip();
        return said.isEmpty() ? null : said;
    }

    private static String undelimited(String sentence) {
        var formula = lastFormula(sentence);
        return formula == null ? sentence : formula.text();
    }

    private static int lastIgnoringCase(String text, String lower) {
        for (int at = text.length() - lower.length(); at >= 0; at--) {
            boolean begins = Character.toLowerCase(text.charAt(at)) == lower.charAt(0);
            if (begins && text.regionMatches(true, at, lower, 0, lower.length())) {
                return at;
            }
        }
        return -1;
    }

    /** The last box, or all of the last boxes that only commas and conjunctions part, as a list. */
    private static @Nullable String boxed(String text) {
        var boxes = new ArrayList<String>();
        int next = text.length();
        while (boxes.size() < MOST_BOXES) {
            int box = Math.max(text.lastIndexOf("\\boxed", next - 1), text.lastIndexOf("\\fbox", next - 1));
            if (box < 0) {
                break;
            }
            int open = box + (text.startsWith("\\boxed", box) ? "\\boxed".length() : "\\fbox".length());
            while (open < text.length() && text.charAt(open) == ' ') {
                open++;
            }
            boolean braced = open < text.length() && text.charAt(open) == '{';
            int close = braced ? LatexText.closing(text, open) : Math.min(text.length(), open + 1);
            if (!boxes.isEmpty() && !joins(text, close + 1, next)) {
                break;
            }
            boxes.addFirst(braced ? text.substring(open + 1, close) : text.substring(open, close));
            next = box;
        }
        return boxes.isEmpty() ? null : String.join(" ; ", boxes);
    }

    private static boolean joins(String text, int from, int to) {
        return from < to
                && to - from < 80
                && BETWEEN_BOXES.matcher(text.substring(from, to)).matches();
    }

    private static @Nullable Span lastFormula(String text) {
        Span last = null;
        for (var span : List.of(dollars(text), delimited(text, "\\(", "\\)"), delimited(text, "\\[", "\\]"))) {
            boolean later = last == null || span.end() > last.end();
            last = span.end() > 0 && later && !span.text().isBlank() ? span : last;
        }
        return last;
    }

    private static Span delimited(String text, String open, String close) {
        int end = text.lastIndexOf(close);
        int start = end < 0 ? -1 : text.lastIndexOf(open, end - 1);
        return start < 0
                ? Span.NONE
                : new Span(start, end + close.length(), text.substring(start + open.length(), end));
    }

    private static Span dollars(String text) {
        int end = dollarBefore(text, text.length());
        if (end > 0 && text.charAt(end - 1) == '$') {
            int start = text.lastIndexOf("$$", end - 3);
            return start < 0 ? Span.NONE : new Span(start, end + 1, text.substring(start + 2, end - 1));
        }
        int start = dollarBefore(text, end);
        return start < 0 ? Span.NONE : new Span(start, end + 1, text.substring(start + 1, end));
    }

    private static int dollarBefore(String text, int end) {
        int at = end < 1 ? -1 : text.lastIndexOf('$', end - 1);
        while (at > 0 && text.charAt(at - 1) == '\\') {
            at = text.lastIndexOf('$', at - 1);
        }
        return at;
    }

    /** Letters and blanks alone, several words of them and a full stop: a sentence that states no answer. */
    static boolean isProse(String answer) {
        String text = answer.strip().toLowerCase(Locale.ROOT);
        return text.length() <= SHORT
                && text.endsWith(".")
                && PROSE.matcher(text).matches();
    }

    /** A piece of a text; {@code end} is 0 where there is none. */
    record Span(int start, int end, String text) {
        static final Span NONE = new Span(0, 0, "");
    }
}
