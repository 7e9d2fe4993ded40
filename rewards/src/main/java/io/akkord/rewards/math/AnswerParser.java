package io.akkord.rewards.math;

import io.akkord.rewards.math.Answer.Bag;
import io.akkord.rewards.math.Answer.Named;
import io.akkord.rewards.math.Answer.Relation;
import io.akkord.rewards.math.Answer.SetOperation;
import io.akkord.rewards.math.Answer.Text;
import io.akkord.rewards.math.Answer.Tuple;
import io.akkord.rewards.math.Answer.Value;
import io.akkord.rewards.math.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an answer from the outside in: lists, relations, set operations, brackets, and at last expressions.
 *
 * <p>A comma may part items, thousands or decimals, so {@code 1,234} has several readings; an answer is right if any is.
 */
final class AnswerParser {

    private static final int LONGEST = 2000;
    private static final int DEEPEST = 20;

    private static final Set<String> EQUALITIES = Set.of("=", "in", "~");
    private static final Set<String> RELATIONS = Set.of("=", "in", "~", "<", ">", "<=", ">=", "!=");
    private static final Set<String> SETS = Set.of("cup", "cap", "without");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "^", "frac", "sqrt", "!", "%");

    private static final Pattern THOUSANDS = Pattern.compile("(?<![\\d,(\\[{.])(\\d{1,3}(?:,\\d{3}){1,9})(?![\\d,])");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z\" .,'()-]*[A-Za-z]{2}[A-Za-z\" .,'()-]*");
    private static final Pattern LONG_WORD = Pattern.compile("(?<![\\\\A-Za-z])[A-Za-z]?[a-z]{4,}");
    private static final Pattern COMMAND = Pattern.compile("\\\\(?:begin|end) *\\{[a-z*]*\\}|\\\\[A-Za-z]+|\"[^\"]*\"");
    private static final Pattern FRENCH_INTERVAL =
            Pattern.compile("([\\[\\]])([^\\[\\](){},;]{1,200}[,;][^\\[\\](){},;]{1,200})([\\[\\]])");

    private AnswerParser() {}

    /** The readings of an answer; never empty. */
    static List<Answer> readings(String latex) {
        if (latex.length() > 2 * LONGEST) {
            return List.of(new Text(latex));
        }
        String plain = LatexText.plain(latex);
        var text = new Text(LatexText.canonical(plain));
        if (plain.isBlank() || plain.length() > LONGEST || isWords(plain)) {
            return List.of(text);
        }
        var spellings = new LinkedHashSet<String>();
        var grouped = THOUSANDS.matcher(plain);
        if (grouped.find()) {
            spellings.add(grouped.replaceAll(match -> match.group().replace(",", "")));
        } else if (DECIMAL_COMMA.matcher(plain).matches()) {
            spellings.add(plain.replace(',', '.'));
        }
        spellings.add(plain);
        return spellings.stream().map(spelling -> read(spelling, text)).toList();
    }

    /** An answer in one spelling, whatever it says; the text itself where it is too long to be one. */
    static String spelling(String latex) {
        return latex.length() > 2 * LONGEST ? latex : LatexText.canonical(LatexText.plain(latex));
    }

    private static Answer read(String plain, Text otherwise) {
        try {
            return answer(Lexer.tokens(FRENCH_INTERVAL.matcher(plain).replaceAll(AnswerParser::english)), 0);
        } catch (Unreadable e) {
            return otherwise;
        }
    }

    /** Writes {@code ]0,1[} as {@code (0,1)}. */
    private static String english(MatchResult interval) {
        String open = interval.group(1).equals("]") ? "(" : "[";
        String close = interval.group(3).equals("[") ? ")" : "]";
        return Matcher.quoteReplacement(open + interval.group(2) + close);
    }

    /** Words that are no variables, functions or conjunctions. */
    private static boolean isWords(String plain) {
        if (WORDS.matcher(plain).matches() && plain.replaceAll("[^A-Za-z]", "").length() > 2) {
            return !plain.matches(".*\\b(?:and|or|pi|sqrt|infinity)\\b.*")
                    && !plain.matches("[A-Za-z] ?\\([A-Za-z]\\)");
        }
        return LONG_WORD
                .matcher(COMMAND.matcher(plain).replaceAll(" "))
                .results()
                .anyMatch(word -> !isMathematical(word.group()));
    }

    private static boolean isMathematical(String word) {
        return word.equals("infinity")
                || word.matches("a?(?:sqrt|sin|cos|tan|log|exp|arc|floor|ceil|sinh|cosh|tanh|or|and).*");
    }

    private static Answer answer(List<Token> tokens, int depth) throws Unreadable {
        if (tokens.isEmpty() || depth > DEEPEST) {
            throw new Unreadable("nothing, or brackets too deep");
        }
        for (var separator : List.of(";", ",")) {
            var items = split(tokens, Set.of(separator));
            if (items.size() > 1) {
                return bag(items, depth);
            }
        }
        var steps = split(tokens, Set.of("=>"));
        if (steps.size() > 1) {
            return answer(steps.getLast(), depth + 1);
        }
        var sides = split(tokens, RELATIONS);
        return sides.size() > 1 ? relation(tokens, sides, depth) : set(tokens, depth);
    }

    private static Answer bag(List<List<Token>> items, int depth) throws Unreadable {
        var answers = new ArrayList<Answer>();
        for (var item : items) {
            if (!item.isEmpty() && !isDomain(item)) { // empty as in "1, 2, and 3"
                answers.add(answer(item, depth + 1));
            }
        }
        return answers.size() == 1 ? answers.getFirst() : new Bag(answers);
    }

    /** {@code k \in \mathbb{Z}} says what a letter of the answer is, and is none. */
    private static boolean isDomain(List<Token> item) {
        return item.size() > 2
                && item.get(item.size() - 2).is("in")
                && Set.of("Z", "N", "Q").contains(item.getLast().text());
    }

    private static Answer relation(List<Token> tokens, List<List<Token>> all, int depth) throws Unreadable {
        var signs = signs(tokens, RELATIONS);
        int approximate = signs.indexOf("~");
        int kept = approximate > 0 ? approximate : signs.size(); // an exact value needs no decimals behind it
        var sides = all.subList(0, kept + 1);
        if (sides.getFirst().isEmpty()) {
            return answer(sides.getLast(), depth + 1);
        }
        if (EQUALITIES.containsAll(signs.subList(0, kept))) {
            var name = sides.getFirst();
            boolean result = isName(name) || isConstant(sides.getLast()) && (sides.size() > 2 || isConstant(name));
            if (result) {
                return new Named(spelling(name), answer(sides.getLast(), depth + 1));
            }
            if (isConstant(name) && sides.getLast().size() == 1 && isName(sides.getLast())) { // 5 = x
                return new Named(spelling(sides.getLast()), answer(name, depth + 1));
            }
            sides = List.of(name, sides.getLast());
            signs = List.of(signs.getFirst());
        }
        var expressions = new ArrayList<Expression>();
        for (var side : sides) {
            expressions.add(ExpressionParser.parse(side));
        }
        return new Relation(expressions, signs.subList(0, expressions.size() - 1));
    }

    /** A letter, a product of them, a function, a tuple, a ratio: whatever is no arithmetic outside its brackets. */
    private static boolean isName(List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            depth += token.depth();
            boolean subscript = i > 0 && tokens.get(i - 1).is("_");
            boolean inverse =
                    i > 0 && AtomParser.isLetterFunction(tokens.get(i - 1).text()) && token.is("^");
            if (depth == 0 && !subscript && !inverse && (token.kind() == Kind.NUMBER || token.isAny(ARITHMETIC))) {
                return false;
            }
        }
        return tokens.stream().anyMatch(token -> token.kind() == Kind.NAME || token.kind() == Kind.WORD);
    }

    private static boolean isConstant(List<Token> tokens) {
        return tokens.stream()
                .noneMatch(token ->
                        token.kind() == Kind.NAME && !Evaluator.isConstant(token.text()) || token.kind() == Kind.WORD);
    }

    private static String spelling(List<Token> tokens) {
        var text = new StringBuilder();
        for (var token : tokens) {
            text.append(token.is("{") || token.is("}") ? "" : token.text());
        }
        return text.toString();
    }

    private static Answer set(List<Token> tokens, int depth) throws Unreadable {
        var parts = split(tokens, SETS);
        if (parts.size() > 1) {
            var operators = signs(tokens, SETS);
            var result = answer(parts.getFirst(), depth + 1);
            for (int i = 1; i < parts.size(); i++) {
                result = new SetOperation(operators.get(i - 1), List.of(result, answer(parts.get(i), depth + 1)));
            }
            return result;
        }
        if (tokens.size() == 1 && tokens.getFirst().text().equals("emptyset")) {
            return new Bag(List.of());
        }
        if (tokens.size() == 1 && tokens.getFirst().text().equals("reals")) {
            var infinity = new Expression.Symbol("infty");
            var ends = List.<Answer>of(new Value(Expression.negate(infinity)), new Value(infinity));
            return new Tuple("(", ends, ")");
        }
        boolean wrapped = tokens.getFirst().depth() == 1 && Token.closing(tokens, 0) == tokens.size() - 1;
        if (wrapped && tokens.getFirst().is("begin")) {
            boolean system = tokens.stream().anyMatch(token -> token.isAny(RELATIONS));
            return system ? system(tokens, depth) : value(tokens, depth);
        }
        return wrapped ? bracketed(tokens, depth) : value(tokens, depth);
    }

    /** Equations below each other, as {@code cases} sets them. */
    private static Answer system(List<Token> tokens, int depth) throws Unreadable {
        var inside = tokens.subList(1, tokens.size() - 1);
        var lines = inside.stream().filter(token -> !token.is("&")).toList();
        return bag(split(lines, Set.of("\\\\")), depth);
    }

    private static Answer bracketed(List<Token> tokens, int depth) throws Unreadable {
        String open = tokens.getFirst().text();
        var inside = tokens.subList(1, tokens.size() - 1);
        var items = split(inside, Set.of(",", ";"));
        boolean braces = open.equals("{") || open.equals("set{");
        if (braces && inside.isEmpty()) {
            return new Bag(List.of());
        }
        if (braces) {
            var builder = split(inside, Set.of("|", ":"));
            boolean described = open.equals("set{") && builder.size() == 2 && isName(builder.getFirst());
            return described ? answer(builder.getLast(), depth + 1) : bag(items, depth);
        }
        if (items.size() == 1) {
            var inner = answer(inside, depth + 1);
            return inner instanceof Value ? value(tokens, depth) : inner;
        }
        var answers = new ArrayList<Answer>();
        for (var item : items) {
            answers.add(answer(item, depth + 1));
        }
        return new Tuple(
                open.equals("<.") ? "(" : open,
                answers,
                open.equals("<.") ? ")" : tokens.getLast().text());
    }

    private static Answer value(List<Token> tokens, int depth) throws Unreadable {
        boolean either = tokens.stream().anyMatch(token -> token.is("pm") || token.is("mp"));
        if (either) {
            return new Bag(
                    List.of(answer(signed(tokens, "+", "-"), depth + 1), answer(signed(tokens, "-", "+"), depth + 1)));
        }
        var ratio = split(tokens, Set.of(":"));
        if (ratio.size() > 2) {
            return new Tuple(":", ((Bag) bag(ratio, depth)).items(), ":");
        }
        return new Value(ExpressionParser.parse(tokens));
    }

    private static List<Token> signed(List<Token> tokens, String plusMinus, String minusPlus) {
        return tokens.stream()
                .map(token -> token.is("pm") ? Token.mark(plusMinus) : token.is("mp") ? Token.mark(minusPlus) : token)
                .toList();
    }

    private static List<List<Token>> split(List<Token> tokens, Set<String> separators) {
        var parts = new ArrayList<List<Token>>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).depth();
            if (depth == 0 && tokens.get(i).isAny(separators)) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        parts.add(tokens.subList(start, tokens.size()));
        return parts;
    }

    private static List<String> signs(List<Token> tokens, Set<String> separators) {
        var signs = new ArrayList<String>();
        int depth = 0;
        for (var token : tokens) {
            depth += token.depth();
            if (depth == 0 && token.isAny(separators)) {
                signs.add(token.text());
            }
        }
        return signs;
    }
}
