package io.akkord.rewards.math;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the typesetting out of an answer and leaves the mathematics.
 *
 * <p>Sizes, fonts, spaces, dollar signs and thousands separators go; synonyms get one spelling; words become {@code "quoted"}
 * where they are the answer and vanish where they are the unit behind a number. What is left is read by {@link Lexer}.
 */
final class LatexText {

    private static final Set<String> DROPPED = Set.of(
            "left",
            "right",
            "big",
            "Big",
            "bigg",
            "Bigg",
            "bigl",
            "bigr",
            "Bigl",
            "Bigr",
            "biggl",
            "biggr",
            "Biggl",
            "Biggr",
            "middle",
            "displaystyle",
            "textstyle",
            "limits",
            "nolimits",
            "mathstrut",
            "rm",
            "bf",
            "it",
            "dots",
            "ldots",
            "cdots",
            "mathbf",
            "mathit",
            "mathsf",
            "mathcal",
            "boldsymbol",
            "bm",
            "vec",
            "overline",
            "bar",
            "hat",
            "widehat",
            "overrightarrow",
            "underline",
            "boxed",
            "fbox",
            "pmb",
            "mathfrak",
            "angle",
            "triangle",
            "therefore");

    private static final Set<String> TEXTS = Set.of(
            "text",
            "mbox",
            "hbox",
            "textbf",
            "textit",
            "textrm",
            "textnormal",
            "texttt",
            "mathrm",
            "operatorname",
            "mathop",
            "textsf",
            "emph");

    private static final Set<String> SPACES =
            Set.of("quad", "qquad", "space", "enspace", "thinspace", "hspace", "noindent");

    private static final Set<String> CONDITIONS = Set.of("if", "when", "for", "where", "otherwise", "mod");

    private static final Pattern DEGREE = Pattern.compile("\\^ ?\\{? ?\\\\circ ?\\}?");
    private static final Pattern UNIT_PLACE = Pattern.compile("(?:\\d|circ *\\}?) *$");
    private static final Pattern UNIT_POWER = Pattern.compile("^ ?\\^ ?(?:\\{ ?[23] ?\\}|[23])");
    private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z]{3}");

    private final String raw;
    private final StringBuilder plain = new StringBuilder();
    private int at;

    private LatexText(String raw) {
        this.raw = raw;
    }

    /** The mathematics of {@code latex}; takes time linear in its length. */
    static String plain(String latex) {
        String plain = new LatexText(NumberText.joined(singleBackslashes(latex))).read();
        plain = NumberText.joined(DEGREE.matcher(plain).replaceAll("\\\\degree "));
        return NumberText.withoutUnit(trimmed(plain));
    }

    /** Undoes what a doubly escaped JSON or Python string does to commands; a row of a matrix ends in two. */
    private static String singleBackslashes(String latex) {
        if (latex.contains("\\\\begin")) {
            return latex.replace("\\\\", "\\");
        }
        return latex.contains("\\begin") ? latex : latex.replaceAll("\\\\{2,8}(?=[A-Za-z{}])", "\\\\");
    }

    /** One spelling of a plain text, for comparing what is not mathematics. */
    static String canonical(String plain) {
        String bare = plain.replaceAll("[\\s\"]", "").replaceAll("\\{(.)\\}", "$1");
        boolean words = plain.indexOf('"') >= 0 || LONG_WORD.matcher(bare).find();
        return words ? bare.toLowerCase(Locale.ROOT) : bare;
    }

    /** Where the brace at {@code open} closes, or the end of the text. */
    static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (end > 0 && " .,;:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        while (start < end && " :,;".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start, end);
    }

    private String read() {
        while (at < raw.length()) {
            char c = raw.charAt(at);
            String other = MathCharacters.latex(c);
            if (c == '\\') {
                at++;
                command();
            } else if (other != null) {
                plain.append(other);
                at++;
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    private void command() {
        if (at == raw.length()) {
            return;
        }
        char c = raw.charAt(at);
        if (!isLetter(c)) {
            at++;
            symbol(c);
            return;
        }
        int start = at;
        while (at < raw.length() && isLetter(raw.charAt(at))) {
            at++;
        }
        named(raw.substring(start, at));
    }

    private void symbol(char c) {
        switch (c) {
            case ' ', ',', ';', ':', '>', '(', ')', '[', ']' -> plain.append(' ');
            case '!', '$' -> {}
            case '%', '#', '&' -> plain.append(c);
            case '|' -> plain.append('|');
            default -> plain.append('\\').append(c);
        }
    }

    private void named(String name) {
        String glued = name.startsWith("qquad") ? "qquad" : name.startsWith("quad") ? "quad" : name;
        at -= name.length() - glued.length(); // \quadx is a space and an x
        if (SPACES.contains(glued)) {
            plain.append(' ');
        } else if (DROPPED.contains(glued)) {
            boolean invisible = (glued.equals("left") || glued.equals("right")) && raw.startsWith(".", at);
            at += invisible ? 1 : 0;
        } else if (glued.equals("mathbb")) {
            String set = group();
            plain.append("R".equals(set) ? "\\reals " : " " + set);
        } else if (TEXTS.contains(glued)) {
            String words = group();
            if (words != null) {
                words(words.replace('~', ' ').strip());
            }
        } else {
            plain.append('\\').append(glued).append(' ');
        }
    }

    private @Nullable String group() {
        int open = at;
        while (open < raw.length() && raw.charAt(open) == ' ') {
            open++;
        }
        if (open == raw.length() || raw.charAt(open) != '{') {
            return null;
        }
        int close = closing(raw, open);
        at = Math.min(raw.length(), close + 1);
        return raw.substring(open + 1, close);
    }

    private void words(String words) {
        String word = words.replaceAll("^[,.; ]+|[,.; ]+$", "");
        boolean behind = !plain.isEmpty() && endsInValue();
        boolean unit = behind
                && word.matches("[A-Za-z&&[^ei]]")
                && UNIT_PLACE.matcher(plain).find();
        if (unit) {
            skipPower();
        } else if (word.equals("or")) {
            plain.append(" ; ");
        } else if (word.equals("and")) {
            plain.append(" , ");
        } else if (word.matches("\\(?[A-Za-z]\\)?|[^A-Za-z]*|.*[\\\\$=].*|.*[\\d)](?:,| and | or ).*")) {
            plain.append(' ')
                    .append(new LatexText(word.replaceAll("^\\(([A-Za-z])\\)$", "$1")).read())
                    .append(' ');
        } else if (Lexer.isFunction(word) || CONDITIONS.contains(word) || !behind) {
            plain.append(Lexer.isFunction(word) ? "\\" + word + " " : " \"" + word.replace('"', '\'') + "\" ");
        } else if (NumberText.isLarge(word.split(" ", 2)[0])) {
            plain.append(' ').append(word.split(" ", 2)[0]).append(' ');
        } else if (word.startsWith("percent")) {
            plain.append('%');
        } else {
            skipPower();
        }
    }

    /** A square or cube of a unit goes with it. */
    private void skipPower() {
        var power = UNIT_POWER.matcher(raw).region(at, raw.length());
        at = power.lookingAt() ? power.end() : at;
    }

    private boolean endsInValue() {
        int end = plain.length();
        while (end > 0 && plain.charAt(end - 1) == ' ') {
            end--;
        }
        char last = end == 0 ? ' ' : plain.charAt(end - 1);
        return Character.isLetterOrDigit(last) || ")]}|%.'".indexOf(last) >= 0;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
