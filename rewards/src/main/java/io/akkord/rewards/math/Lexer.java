package io.akkord.rewards.math;

import io.akkord.rewards.math.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Cuts plain mathematics, LaTeX or ASCII, into tokens. */
final class Lexer {

    private static final Set<String> FUNCTIONS = Set.of(
            "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos", "atan", "sinh",
            "cosh", "tanh", "log", "ln", "lg", "exp", "abs", "min", "max", "gcd", "lcm", "floor", "ceil", "det", "sqrt",
            "arg");

    private static final Set<String> CONSTANTS = Set.of("pi", "infty", "infinity", "inf");

    private static final Map<String, String> MARKS = Map.ofEntries(
            Map.entry("cdot", "*"),
            Map.entry("times", "*"),
            Map.entry("ast", "*"),
            Map.entry("div", "/"),
            Map.entry("le", "<="),
            Map.entry("leq", "<="),
            Map.entry("leqslant", "<="),
            Map.entry("ge", ">="),
            Map.entry("geq", ">="),
            Map.entry("geqslant", ">="),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("ne", "!="),
            Map.entry("neq", "!="),
            Map.entry("approx", "~"),
            Map.entry("sim", "~"),
            Map.entry("simeq", "~"),
            Map.entry("equiv", "="),
            Map.entry("in", "in"),
            Map.entry("cup", "cup"),
            Map.entry("cap", "cap"),
            Map.entry("setminus", "without"),
            Map.entry("backslash", "without"),
            Map.entry("pm", "pm"),
            Map.entry("mp", "mp"),
            Map.entry("frac", "frac"),
            Map.entry("dfrac", "frac"),
            Map.entry("tfrac", "frac"),
            Map.entry("cfrac", "frac"),
            Map.entry("sqrt", "sqrt"),
            Map.entry("binom", "binom"),
            Map.entry("dbinom", "binom"),
            Map.entry("tbinom", "binom"),
            Map.entry("sum", "sum"),
            Map.entry("prod", "prod"),
            Map.entry("int", "int"),
            Map.entry("langle", "<."),
            Map.entry("rangle", ".>"),
            Map.entry("lfloor", "lfloor"),
            Map.entry("rfloor", "rfloor"),
            Map.entry("lceil", "lceil"),
            Map.entry("rceil", "rceil"),
            Map.entry("lvert", "|"),
            Map.entry("rvert", "|"),
            Map.entry("vert", "|"),
            Map.entry("mid", "|"),
            Map.entry("lVert", "|"),
            Map.entry("rVert", "|"),
            Map.entry("Vert", "|"),
            Map.entry("lbrace", "set{"),
            Map.entry("rbrace", "}set"),
            Map.entry("lbrack", "["),
            Map.entry("rbrack", "]"),
            Map.entry("colon", ":"),
            Map.entry("degree", "deg"),
            Map.entry("implies", "=>"),
            Map.entry("Rightarrow", "=>"),
            Map.entry("Longrightarrow", "=>"),
            Map.entry("prime", "'"),
            Map.entry("lor", ";"),
            Map.entry("vee", ";"),
            Map.entry("land", ","),
            Map.entry("wedge", ","),
            Map.entry("bmod", "mod"),
            Map.entry("pmod", "mod"),
            Map.entry("mod", "mod"));

    private static final Pattern NUMBER =
            Pattern.compile("(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d{1,4}(?![\\d.]))?");
    private static final List<String> SIGNS = List.of(
            "**", "<=", ">=", "!=", "==", "=>", "\\\\", "\\{", "\\}", "+", "-", "*", "/", "^", "_", "!", "%", "'", ":",
            "=", "<", ">", "(", ")", "[", "]", "{", "}", "|", ",", ";", "&");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    /** @throws Unreadable at a sign that no mathematics knows */
    static List<Token> tokens(String plain) throws Unreadable {
        var lexer = new Lexer(plain);
        while (lexer.at < plain.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() throws Unreadable {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '"') {
            int close = text.indexOf('"', at + 1);
            int end = close < 0 ? text.length() : close;
            add(Kind.WORD, text.substring(at + 1, end));
            at = Math.min(text.length(), end + 1);
        } else if (c >= '0' && c <= '9' || c == '.') {
            var number = NUMBER.matcher(text).region(at, text.length());
            if (!number.lookingAt()) {
                throw new Unreadable("a point without digits");
            }
            add(Kind.NUMBER, number.group());
            at = number.end();
        } else if (Character.isLetter(c)) {
            letters();
        } else if (c == '\\' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1))) {
            at++;
            String name = run();
            command(name);
        } else {
            sign();
        }
    }

    private void add(Kind kind, String token) {
        tokens.add(new Token(kind, token));
    }

    private String run() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void sign() throws Unreadable {
        for (var sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                tokens.add(Token.mark(
                        switch (sign) {
                            case "**" -> "^";
                            case "==" -> "=";
                            case "\\{" -> "set{";
                            case "\\}" -> "}set";
                            default -> sign;
                        }));
                return;
            }
        }
        throw new Unreadable("the sign " + text.charAt(at));
    }

    private void command(String name) {
        String mark = MARKS.get(name);
        if (mark != null) {
            tokens.add(Token.mark(mark));
        } else if (FUNCTIONS.contains(name)) {
            add(Kind.FUNCTION, name);
        } else if (name.equals("begin") || name.equals("end")) {
            int close = text.indexOf('}', at);
            boolean array = text.startsWith("{array}", Math.max(at, close - "{array".length()));
            at = close < 0 ? text.length() : close + 1;
            if (name.equals("begin") && array && text.startsWith("{", at)) { // its columns
                at = Math.min(text.length(), LatexText.closing(text, at) + 1);
            }
            tokens.add(Token.mark(name));
        } else {
            add(Kind.NAME, name.equals("varnothing") ? "emptyset" : name);
        }
    }

    /** A run of letters is a known name, a conjunction, or one variable a letter. */
    private void letters() {
        String run = run();
        switch (run) {
            case "and" -> tokens.add(Token.mark(","));
            case "or" -> tokens.add(Token.mark(";"));
            case "in" -> tokens.add(Token.mark("in"));
            case "sqrt", "mod" -> tokens.add(Token.mark(run));
            case "infinity", "inf", "oo" -> add(Kind.NAME, "infty");
            default -> {
                boolean joined = !tokens.isEmpty() && tokens.getLast().kind() == Kind.NUMBER; // 1orx=2
                int conjunction = joined && run.startsWith("or") ? 2 : joined && run.startsWith("and") ? 3 : 0;
                if (conjunction > 0) {
                    tokens.add(Token.mark(conjunction == 2 ? ";" : ","));
                }
                spell(run.substring(conjunction));
            }
        }
    }

    private void spell(String run) {
        int from = 0;
        while (from < run.length()) {
            int length = 1;
            for (int end = Math.min(run.length(), from + 8); end > from + 1; end--) {
                String part = run.substring(from, end);
                if (FUNCTIONS.contains(part) || CONSTANTS.contains(part)) {
                    length = end - from;
                    break;
                }
            }
            String part = run.substring(from, from + length);
            if (part.equals("sqrt")) {
                tokens.add(Token.mark(part));
            } else {
                add(FUNCTIONS.contains(part) ? Kind.FUNCTION : Kind.NAME, part.startsWith("inf") ? "infty" : part);
            }
            from += length;
        }
    }
}
