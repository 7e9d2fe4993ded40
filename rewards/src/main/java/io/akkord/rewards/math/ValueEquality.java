package io.akkord.rewards.math;

import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Matrix;
import io.akkord.rewards.math.Expression.Num;
import io.akkord.rewards.math.Expression.Product;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Whether two expressions have the same value.
 *
 * <p>Rational numbers are compared exactly, all else in double precision at {@value #POINTS} fixed points, three of them
 * positive. A decimal of four digits or more stands for what rounds to it, so {@code 3.1416} is pi and {@code 0.33} is not
 * a third. {@code 28\%} is both 28 and 0.28; {@code 204_5} is 204 to a reader who knows the base.
 */
final class ValueEquality {

    private static final int POINTS = 6;
    private static final double TOLERANCE = 1e-9;
    private static final int LEAST_DIGITS = 4;

    private ValueEquality() {}

    static boolean same(Expression gold, Expression found) {
        var part = percent(gold);
        var foundPart = percent(found);
        if (part != null && foundPart != null) {
            return same(part, foundPart);
        }
        if (part != null || foundPart != null) {
            return sameNumber(gold, found) || same(part == null ? gold : part, foundPart == null ? found : foundPart);
        }
        var digits = digits(gold);
        var foundDigits = digits(found);
        if (digits != null || foundDigits != null) {
            boolean bothBases = digits != null && foundDigits != null;
            return bothBases
                    ? sameParts(((Call) gold).arguments(), ((Call) found).arguments())
                    : same(digits == null ? gold : digits, foundDigits == null ? found : foundDigits);
        }
        if (gold instanceof Matrix a && found instanceof Matrix b) {
            return a.rows().size() == b.rows().size() && sameParts(a.entries(), b.entries());
        }
        return sameNumber(gold, found);
    }

    /** {@code found = factor * gold} at every point, for a real factor other than zero; empty where there is none. */
    static OptionalDouble factor(Expression gold, Expression found) {
        double factor = Double.NaN;
        for (int point = 0; point < POINTS; point++) {
            var value = Evaluator.at(point, gold);
            var ratio = Evaluator.at(point, found).over(value);
            if (!ratio.isFinite() || !ratio.isReal() || Math.abs(ratio.re()) < TOLERANCE) {
                return OptionalDouble.empty();
            }
            if (point > 0 && Math.abs(ratio.re() - factor) > TOLERANCE * Math.abs(factor)) {
                return OptionalDouble.empty();
            }
            factor = ratio.re();
        }
        return OptionalDouble.of(factor);
    }

    private static boolean sameParts(List<Expression> gold, List<Expression> found) {
        boolean same = gold.size() == found.size();
        for (int i = 0; same && i < gold.size(); i++) {
            same = same(gold.get(i), found.get(i));
        }
        return same;
    }

    private static boolean sameNumber(Expression gold, Expression found) {
        var exact = ExactValue.of(gold);
        var exactFound = ExactValue.of(found);
        if (exact != null && exactFound != null) {
            return exact.equals(exactFound) || isRounded(gold, found) || isRounded(found, gold);
        }
        return isRounded(gold, found) || isRounded(found, gold) || sameEverywhere(gold, found);
    }

    private static boolean sameEverywhere(Expression gold, Expression found) {
        boolean varies = gold.variables().findAny().isPresent()
                || found.variables().findAny().isPresent();
        int agreed = 0;
        for (int point = 0; point < (varies ? POINTS : 1); point++) {
            var a = Evaluator.at(point, gold);
            var b = Evaluator.at(point, found);
            boolean undefined = Double.isNaN(a.re()) || Double.isNaN(b.re());
            if (!undefined && !a.isNear(b, TOLERANCE)) {
                return false;
            }
            agreed += undefined ? 0 : 1;
        }
        return agreed >= (varies ? 2 : 1);
    }

    private static boolean isRounded(Expression decimal, Expression exact) {
        boolean measured = decimal instanceof Num num
                && num.value().scale() > 0
                && num.value().precision() >= LEAST_DIGITS;
        if (!measured || exact instanceof Num || exact.variables().findAny().isPresent()) {
            return false;
        }
        var number = ((Num) decimal).value();
        var value = Evaluator.at(0, exact);
        double unit = Math.pow(10, -number.scale());
        return value.isReal() && Math.abs(value.re() - number.doubleValue()) <= unit * (0.5 + 1e-6);
    }

    /** What is so many per cent, null where nothing is. */
    private static @Nullable Expression percent(Expression expression) {
        if (expression instanceof Product product
                && product.factors().size() == 2
                && product.factors().getFirst() instanceof Num sign) {
            var inner = percent(product.factors().getLast());
            return inner == null ? null : Expression.product(List.of(sign, inner));
        }
        return argument(expression, "percent");
    }

    private static @Nullable Expression digits(Expression expression) {
        return argument(expression, "base");
    }

    private static @Nullable Expression argument(Expression expression, String function) {
        return expression instanceof Call call && call.function().equals(function)
                ? call.arguments().getFirst()
                : null;
    }
}
