package io.akkord.rewards.math;

import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Num;
import io.akkord.rewards.math.Expression.Power;
import io.akkord.rewards.math.Expression.Quotient;
import io.akkord.rewards.math.Expression.Symbol;
import io.akkord.rewards.math.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads tokens into an expression by recursive descent; {@link AtomParser} reads what the operators join.
 *
 * <p>What stands side by side is multiplied, and division binds from the left: {@code 1/2x} is half of x.
 */
final class ExpressionParser {

    private static final Set<String> STARTS =
            Set.of("(", "[", "{", "set{", "frac", "sqrt", "binom", "sum", "prod", "int", "lfloor", "lceil", "begin");

    private static final Expression DEGREE = new Quotient(new Symbol("pi"), Expression.number(180));

    private final TokenCursor cursor;
    private final AtomParser atoms;

    private ExpressionParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.atoms = new AtomParser(cursor, this);
    }

    /** @throws Unreadable if the tokens are no expression, or too deep a one */
    static Expression parse(List<Token> tokens) throws Unreadable {
        var cursor = new TokenCursor(tokens);
        var expression = new ExpressionParser(cursor).ratio();
        cursor.require(cursor.atEnd());
        return expression;
    }

    Expression ratio() throws Unreadable {
        cursor.enter();
        var left = sum();
        while (cursor.skip(":")) {
            left = new Quotient(left, sum());
        }
        cursor.leave();
        return left;
    }

    private Expression sum() throws Unreadable {
        var terms = new ArrayList<Expression>();
        terms.add(term());
        while (cursor.peek("+") || cursor.peek("-")) {
            boolean minus = cursor.next().is("-");
            var term = term();
            terms.add(minus ? Expression.negate(term) : term);
        }
        return Expression.sum(terms);
    }

    Expression term() throws Unreadable {
        var factors = new ArrayList<Expression>();
        factors.add(signed());
        while (!cursor.atEnd()) {
            if (cursor.skip("*")) {
                factors.add(signed());
            } else if (cursor.skip("/")) {
                var over = Expression.product(factors);
                factors.clear();
                factors.add(new Quotient(over, signed()));
            } else if (cursor.skip("mod")) {
                var left = Expression.product(factors);
                factors.clear();
                factors.add(new Call("modulo", List.of(left, signed())));
            } else if (startsFactor()) {
                cursor.require(!(cursor.seesNumber(0) && cursor.seesNumber(-1)));
                factors.add(power());
            } else {
                break;
            }
        }
        return Expression.product(factors);
    }

    private Expression signed() throws Unreadable {
        boolean negative = false;
        while (cursor.peek("-") || cursor.peek("+")) {
            negative ^= cursor.next().is("-");
        }
        var value = power();
        return negative ? Expression.negate(value) : value;
    }

    private Expression power() throws Unreadable {
        var base = postfix(atoms.atom());
        return cursor.skip("^") ? postfix(new Power(base, exponent())) : base;
    }

    private Expression exponent() throws Unreadable {
        cursor.enter();
        boolean negative = false;
        while (cursor.peek("-") || cursor.peek("+")) {
            negative ^= cursor.next().is("-");
        }
        var value = atoms.atom();
        value = cursor.skip("^") ? new Power(value, exponent()) : value;
        cursor.leave();
        return negative ? Expression.negate(value) : value;
    }

    private Expression postfix(Expression operand) throws Unreadable {
        var value = operand;
        while (true) {
            if (cursor.skip("!")) {
                value = new Call("factorial", List.of(value));
            } else if (cursor.skip("%")) {
                value = new Call("percent", List.of(value));
            } else if (cursor.skip("deg")) {
                value = cursor.angles > 0 ? Expression.product(List.of(value, DEGREE)) : value;
            } else if (value instanceof Num && cursor.skip("_")) {
                value = new Call("base", List.of(value, argument()));
            } else {
                return value;
            }
        }
    }

    /** {@code \sin 2x} takes what is multiplied without a sign, up to the next function. */
    Expression implicitArgument() throws Unreadable {
        cursor.enter();
        var factors = new ArrayList<Expression>();
        factors.add(signed());
        while (startsFactor() && cursor.token().kind() != Kind.FUNCTION) {
            factors.add(power());
        }
        cursor.leave();
        return Expression.product(factors);
    }

    /** What a command takes: a group in braces, or one sign, of a number one digit. */
    Expression argument() throws Unreadable {
        if (cursor.seesNumber(0) && !cursor.token().text().contains(".")) {
            return new Num(new BigDecimal(cursor.digit()));
        }
        cursor.enter();
        var value = cursor.skip("-") ? Expression.negate(atoms.atom()) : atoms.atom();
        cursor.leave();
        return value;
    }

    private boolean startsFactor() throws Unreadable {
        if (cursor.atEnd()) {
            return false;
        }
        var token = cursor.token();
        return token.kind() != Kind.MARK || token.isAny(STARTS) || cursor.bars == 0 && token.is("|");
    }
}
