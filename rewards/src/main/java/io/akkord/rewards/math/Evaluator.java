package io.akkord.rewards.math;

import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Matrix;
import io.akkord.rewards.math.Expression.Num;
import io.akkord.rewards.math.Expression.Power;
import io.akkord.rewards.math.Expression.Product;
import io.akkord.rewards.math.Expression.Quotient;
import io.akkord.rewards.math.Expression.Sum;
import io.akkord.rewards.math.Expression.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;

/**
 * The value of an expression in double precision, where variables have given or fixed pseudo-random values.
 *
 * <p>It reads {@value #MOST_STEPS} nodes at most and answers an interrupt; whatever is undefined, endless or no number is
 * {@link Complex#UNDEFINED}.
 */
final class Evaluator {

    private static final int MOST_STEPS = 5_000;
    private static final int MOST_TERMS = 1_000;

    private final Map<String, Complex> variables;
    private final int point;
    private int steps;

    private Evaluator(Map<String, Complex> variables, int point) {
        this.variables = new HashMap<>(variables);
        this.point = point;
    }

    /** The value at a point of a fixed sequence: the same name has the same value in every expression. */
    static Complex at(int point, Expression expression) {
        return new Evaluator(Map.of(), point).value(expression);
    }

    /** The value where one variable is given. */
    static Complex with(String variable, double value, Expression expression) {
        return new Evaluator(Map.of(variable, Complex.of(value)), 0).value(expression);
    }

    static boolean isConstant(String name) {
        return switch (name) {
            case "pi", "e", "i", "infty" -> true;
            default -> false;
        };
    }

    private Complex value(Expression expression) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while comparing answers");
        }
        if (++steps > MOST_STEPS) {
            return Complex.UNDEFINED;
        }
        return switch (expression) {
            case Num num -> Complex.of(num.value().doubleValue());
            case Symbol symbol -> symbol(symbol.name());
            case Sum sum -> fold(sum.terms(), Complex::plus);
            case Product product -> fold(product.factors(), Complex::times);
            case Quotient quotient -> value(quotient.over()).over(value(quotient.under()));
            case Power power -> value(power.base()).power(value(power.exponent()));
            case Call call -> call(call);
            case Matrix matrix -> Complex.UNDEFINED;
        };
    }

    private Complex fold(List<Expression> parts, BinaryOperator<Complex> operator) {
        return parts.stream().map(this::value).reduce(operator).orElse(Complex.UNDEFINED);
    }

    private Complex symbol(String name) {
        var given = variables.get(name);
        if (given != null) {
            return given;
        }
        return switch (name) {
            case "pi" -> Complex.of(Math.PI);
            case "e" -> Complex.of(Math.E);
            case "i" -> Complex.I;
            case "infty" -> Complex.of(Double.POSITIVE_INFINITY);
            default -> Complex.of(Functions.arbitrary(name, point));
        };
    }

    private Complex call(Call call) {
        boolean series = call.arguments().size() == 4 && call.arguments().getFirst() instanceof Symbol;
        if (series && !call.function().equals("int")) {
            return series(call.function(), ((Symbol) call.arguments().getFirst()).name(), call.arguments());
        }
        var arguments = call.arguments().stream().map(this::value).toList();
        return Functions.apply(call.function(), arguments);
    }

    private Complex series(String function, String index, List<Expression> arguments) {
        var from = value(arguments.get(1));
        var to = value(arguments.get(2));
        var outer = variables.get(index);
        boolean whole = isWhole(from) && isWhole(to) && to.re() - from.re() < MOST_TERMS;
        Complex result;
        if (whole) {
            result = Complex.of(function.equals("sum") ? 0 : 1);
            for (double k = from.re(); k <= to.re() && !Double.isNaN(result.re()); k++) {
                variables.put(index, Complex.of(k));
                var term = value(arguments.get(3));
                result = function.equals("sum") ? result.plus(term) : result.times(term);
            }
        } else {
            variables.put(index, Complex.of(Functions.arbitrary("index", point)));
            result = Functions.apply(function + " of", List.of(from, to, value(arguments.get(3))));
        }
        if (outer == null) {
            variables.remove(index);
        } else {
            variables.put(index, outer);
        }
        return result;
    }

    private static boolean isWhole(Complex value) {
        return value.im() == 0 && Double.isFinite(value.re()) && value.re() == Math.rint(value.re());
    }
}
