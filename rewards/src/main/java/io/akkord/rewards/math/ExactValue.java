package io.akkord.rewards.math;

import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Matrix;
import io.akkord.rewards.math.Expression.Num;
import io.akkord.rewards.math.Expression.Power;
import io.akkord.rewards.math.Expression.Product;
import io.akkord.rewards.math.Expression.Quotient;
import io.akkord.rewards.math.Expression.Sum;
import io.akkord.rewards.math.Expression.Symbol;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The exact value of rational arithmetic, so that long integers differ where doubles no longer do. */
final class ExactValue {

    private ExactValue() {}

    /** Null where the value is irrational, unknown or too long. */
    static @Nullable Rational of(Expression expression) {
        return switch (expression) {
            case Num num -> Rational.of(num.value());
            case Symbol symbol -> null;
            case Matrix matrix -> null;
            case Sum sum -> fold(sum.terms(), Rational::plus);
            case Product product -> fold(product.factors(), Rational::times);
            case Quotient quotient -> pair(quotient.over(), quotient.under(), Rational::over);
            case Power power -> pair(power.base(), power.exponent(), Rational::power);
            case Call call -> call(call);
        };
    }

    private static @Nullable Rational call(Call call) {
        var first = call.arguments().getFirst();
        return switch (call.function()) {
            case "percent" -> pair(first, Expression.number(100), Rational::over);
            case "factorial" -> {
                var value = of(first);
                yield value == null ? null : value.factorial();
            }
            default -> null;
        };
    }

    private static @Nullable Rational pair(
            Expression left, Expression right, BiFunction<Rational, Rational, @Nullable Rational> operator) {
        return fold(List.of(left, right), operator);
    }

    private static @Nullable Rational fold(
            List<Expression> parts, BiFunction<Rational, Rational, @Nullable Rational> operator) {
        Rational result = null;
        for (var part : parts) {
            var value = of(part);
            if (value == null) {
                return null;
            }
            result = result == null ? value : operator.apply(result, value);
            if (result == null) {
                return null;
            }
        }
        return result;
    }
}
