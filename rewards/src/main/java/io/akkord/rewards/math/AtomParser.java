package io.akkord.rewards.math;

import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Matrix;
import io.akkord.rewards.math.Expression.Num;
import io.akkord.rewards.math.Expression.Power;
import io.akkord.rewards.math.Expression.Quotient;
import io.akkord.rewards.math.Expression.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads numbers, names, functions, brackets, roots, series and matrices: what stands between two operators. */
final class AtomParser {

    /** Letters that name functions where a bracket follows; other letters are factors. */
    private static final String FUNCTION_LETTERS = "fghFGHPQW";

    private final TokenCursor cursor;
    private final ExpressionParser expressions;

    AtomParser(TokenCursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The name of a function that only the question knows. */
    static boolean isLetterFunction(String name) {
        boolean letter = name.length() == 1 || "_'".indexOf(name.charAt(1)) >= 0;
        return letter && (FUNCTION_LETTERS.indexOf(name.charAt(0)) >= 0 || name.indexOf('\'') > 0);
    }

    Expression atom() throws Unreadable {
        var token = cursor.next();
        return switch (token.kind()) {
            case NUMBER -> number(token);
            case WORD -> new Symbol("\"" + token.text());
            case NAME -> name(token.text());
            case FUNCTION -> function(token.text());
            case MARK -> marked(token.text());
        };
    }

    /** A number, or a mixed one: {@code 1\frac{1}{2}} and {@code 1 1/2} are one and a half. */
    private Expression number(Token token) throws Unreadable {
        var whole = num(token);
        if (!token.text().chars().allMatch(Character::isDigit)) {
            return whole;
        }
        int back = cursor.position();
        if (cursor.peek("frac") && (cursor.seesNumber(1) || cursor.sees(1, "{") && cursor.seesNumber(2))) {
            cursor.next();
            var over = expressions.argument();
            var under = expressions.argument();
            if (over instanceof Num && under instanceof Num) {
                return Expression.sum(List.of(whole, new Quotient(over, under)));
            }
            throw new Unreadable("a number before a fraction that is none"); // its digits are cut up by now
        }
        if (cursor.seesNumber(0) && cursor.sees(1, "/") && cursor.seesNumber(2)) {
            var over = num(cursor.next());
            cursor.moveTo(back + 2);
            return Expression.sum(List.of(whole, new Quotient(over, num(cursor.next()))));
        }
        return whole;
    }

    private Num num(Token token) throws Unreadable {
        var value = new BigDecimal(token.text());
        cursor.require(Math.abs((long) value.scale()) <= 1000);
        return new Num(value);
    }

    private Expression name(String first) throws Unreadable {
        var name = new StringBuilder(first);
        boolean prime = false;
        while (cursor.peek("'") || cursor.peek("_")) {
            if (cursor.next().is("'")) {
                name.append('\'');
                prime = true;
            } else {
                name.append('_').append(subscript());
            }
        }
        boolean function = prime || FUNCTION_LETTERS.contains(first);
        return function && cursor.peek("(") ? new Call(name.toString(), arguments()) : new Symbol(name.toString());
    }

    private String subscript() throws Unreadable {
        int end = cursor.peek("{") ? cursor.closing() : cursor.position();
        var text = new StringBuilder();
        while (cursor.position() <= end) {
            var token = cursor.next();
            text.append(token.is("{") || token.is("}") ? "" : token.text());
        }
        return text.toString();
    }

    private Expression function(String name) throws Unreadable {
        Expression base = cursor.skip("_") ? expressions.argument() : null;
        Expression exponent = cursor.skip("^") ? expressions.argument() : null;
        int angle = name.matches("sin|cos|tan|cot|sec|csc") ? 1 : 0;
        cursor.angles += angle;
        boolean bracketed = cursor.peek("(") || cursor.peek("{") || cursor.peek("set{");
        var arguments = bracketed ? arguments() : List.of(expressions.implicitArgument());
        cursor.angles -= angle;
        if (base != null) {
            arguments = Stream.concat(arguments.stream(), Stream.of(base)).toList();
        }
        boolean inverse = exponent instanceof Num num && num.value().compareTo(BigDecimal.ONE.negate()) == 0;
        var call = new Call(inverse ? "arc" + name : name, arguments);
        return exponent == null || inverse ? call : new Power(call, exponent);
    }

    /** The comma list in the bracket at the cursor. */
    private List<Expression> arguments() throws Unreadable {
        int close = cursor.closing();
        int outer = cursor.bars;
        cursor.bars = 0;
        cursor.next();
        var arguments = new ArrayList<Expression>();
        do {
            arguments.add(expressions.ratio());
        } while (cursor.skip(",") || cursor.skip(";"));
        cursor.bars = outer;
        cursor.require(cursor.position() == close);
        cursor.next();
        return arguments;
    }

    private Expression marked(String mark) throws Unreadable {
        return switch (mark) {
            case "(", "[", "{", "set{" -> group();
            case "|" -> absolute();
            case "lfloor", "lceil" -> new Call(mark.equals("lfloor") ? "floor" : "ceil", List.of(group()));
            case "frac" -> new Quotient(expressions.argument(), expressions.argument());
            case "binom" -> new Call("binom", List.of(expressions.argument(), expressions.argument()));
            case "sqrt" -> root();
            case "sum", "prod", "int" -> series(mark);
            case "begin" -> matrix();
            default -> throw new Unreadable("the sign " + mark);
        };
    }

    /** One expression in the bracket just passed. */
    private Expression group() throws Unreadable {
        cursor.moveTo(cursor.position() - 1);
        var arguments = arguments();
        cursor.require(arguments.size() == 1);
        return arguments.getFirst();
    }

    private Expression absolute() throws Unreadable {
        cursor.bars++;
        var inner = expressions.ratio();
        cursor.bars--;
        cursor.require(cursor.skip("|"));
        return new Call("abs", List.of(inner));
    }

    private Expression root() throws Unreadable {
        if (cursor.skip("[")) {
            var degree = group();
            return new Power(expressions.argument(), new Quotient(Expression.number(1), degree));
        }
        return new Call("sqrt", List.of(whole()));
    }

    /** ASCII writes {@code sqrt(10)} and {@code sqrt10}, LaTeX {@code \sqrt2}: all its digits belong to the root. */
    private Expression whole() throws Unreadable {
        return cursor.seesNumber(0) ? num(cursor.next()) : expressions.argument();
    }

    private Expression series(String mark) throws Unreadable {
        Symbol index = null;
        Expression from = null;
        Expression to = null;
        while (cursor.peek("_") || cursor.peek("^")) {
            boolean lower = cursor.next().is("_");
            if (lower && cursor.peek("{") && cursor.sees(2, "=")) {
                index = new Symbol(cursor.cut(1, 2).getFirst().text());
            }
            var bound = expressions.argument();
            from = lower ? bound : from;
            to = lower ? to : bound;
        }
        cursor.enter();
        var body = expressions.term();
        cursor.leave();
        return new Call(mark, present(index, from, to, body));
    }

    private static List<Expression> present(@Nullable Expression... arguments) {
        var present = new ArrayList<Expression>();
        for (var argument : arguments) {
            if (argument != null) {
                present.add(argument);
            }
        }
        return present;
    }

    private Expression matrix() throws Unreadable {
        var rows = new ArrayList<List<Expression>>();
        var row = new ArrayList<Expression>();
        while (!cursor.skip("end")) {
            if (cursor.skip("\\\\")) {
                rows.add(List.copyOf(row));
                row.clear();
            } else if (!cursor.skip("&")) {
                cursor.require(!cursor.atEnd());
                row.add(expressions.ratio());
            }
        }
        if (!row.isEmpty()) {
            rows.add(List.copyOf(row));
        }
        cursor.require(!rows.isEmpty() && !rows.getFirst().isEmpty());
        for (var each : rows) {
            cursor.require(each.size() == rows.getFirst().size());
        }
        return new Matrix(rows);
    }
}
