package io.akkord.rewards.math;

import io.akkord.rewards.math.Answer.Bag;
import io.akkord.rewards.math.Answer.Named;
import io.akkord.rewards.math.Answer.Relation;
import io.akkord.rewards.math.Answer.SetOperation;
import io.akkord.rewards.math.Answer.Text;
import io.akkord.rewards.math.Answer.Tuple;
import io.akkord.rewards.math.Answer.Value;
import io.akkord.rewards.math.Expression.Call;
import io.akkord.rewards.math.Expression.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * A set of real numbers with the places where membership may change.
 *
 * <p>Two unions of intervals are equal if they agree at every end, between any two, and beyond the last: no normal form is
 * needed, and an inequality in one variable is compared with a set at the set's own ends.
 */
record RealSet(DoublePredicate contains, List<Double> ends) {

    private static final double NEAR = 1e-9;
    private static final double BESIDE = 1e-5;
    private static final List<Double> ANYWHERE = List.of(-1003.7, -57.3, -7.77, -0.123, 0.456, 3.21, 41.9, 998.6);

    /** Null where the answer is no set of real numbers with known ends. */
    static @Nullable RealSet of(Answer answer) {
        return switch (answer) {
            case Value value -> point(value);
            case Tuple tuple -> interval(tuple);
            case Bag bag -> combined(bag.items(), "cup");
            case SetOperation operation -> combined(operation.parts(), operation.operator());
            case Relation relation -> solutions(relation);
            case Named named -> of(named.value());
            case Text text -> null;
        };
    }

    /** Whether the relation bounds a variable by constants, so that all its ends are known. */
    static boolean isInterval(Relation relation) {
        return relation.sides().stream()
                .allMatch(side -> side instanceof Symbol || !Double.isNaN(constant(new Value(side))));
    }

    boolean sameAs(RealSet other) {
        var places = new TreeSet<Double>(ANYWHERE);
        places.addAll(ends);
        places.addAll(other.ends);
        var all = new ArrayList<Double>(places);
        for (int i = 0; i < all.size(); i++) {
            double here = all.get(i);
            double step = BESIDE * Math.max(1, Math.abs(here));
            double between = i + 1 < all.size() ? (here + all.get(i + 1)) / 2 : here + 1;
            for (double x : new double[] {here, here - step, here + step, between}) {
                if (contains.test(x) != other.contains.test(x)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static @Nullable RealSet point(Value value) {
        double at = constant(value);
        return Double.isFinite(at) ? new RealSet(x -> isNear(x, at), List.of(at)) : null;
    }

    private static @Nullable RealSet interval(Tuple tuple) {
        boolean brackets = "([".contains(tuple.open()) && ")]".contains(tuple.close());
        if (tuple.items().size() != 2 || !brackets) {
            return null;
        }
        double low = constant(tuple.items().getFirst());
        double high = constant(tuple.items().getLast());
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return null;
        }
        boolean withLow = tuple.open().equals("[");
        boolean withHigh = tuple.close().equals("]");
        DoublePredicate inside = x -> isNear(x, low) ? withLow : isNear(x, high) ? withHigh : low < x && x < high;
        return new RealSet(inside, finite(low, high));
    }

    private static @Nullable RealSet combined(List<Answer> parts, String operator) {
        RealSet result = null;
        for (var part : parts) {
            var set = of(part);
            if (set == null) {
                return null;
            }
            result = result == null ? set : result.with(set, operator);
        }
        return result;
    }

    private RealSet with(RealSet other, String operator) {
        var both = new ArrayList<>(ends);
        both.addAll(other.ends);
        DoublePredicate member = switch (operator) {
            case "cup" -> contains.or(other.contains);
            case "cap" -> contains.and(other.contains);
            default -> contains.and(other.contains.negate());
        };
        return new RealSet(member, both);
    }

    private static @Nullable RealSet solutions(Relation relation) {
        var sides = relation.sides().stream().map(RealSet::atom).toList();
        var variables = sides.stream().flatMap(Expression::variables).distinct().toList();
        if (variables.size() != 1) {
            return null;
        }
        String variable = variables.getFirst();
        var ends = new ArrayList<Double>();
        for (var side : sides) {
            double end = constant(new Value(side));
            ends.addAll(finite(end, -end));
        }
        DoublePredicate holds = x -> {
            var values = sides.stream()
                    .map(side -> Evaluator.with(variable, x, side))
                    .toList();
            for (int i = 0; i < relation.signs().size(); i++) {
                if (!holds(values.get(i), relation.signs().get(i), values.get(i + 1))) {
                    return false;
                }
            }
            return true;
        };
        return new RealSet(holds, ends);
    }

    /** A value of an unknown function is itself the unknown: {@code 0 < f(x) < 1} is the interval from 0 to 1. */
    private static Expression atom(Expression side) {
        boolean unknown = side instanceof Call call && AtomParser.isLetterFunction(call.function());
        return unknown ? new Symbol("f") : side;
    }

    private static boolean holds(Complex left, String sign, Complex right) {
        if (!left.isReal() || !right.isReal() || Double.isNaN(left.re() + right.re())) {
            return false;
        }
        double a = left.re();
        double b = right.re();
        boolean equal = isNear(a, b);
        return switch (sign) {
            case "<" -> a < b && !equal;
            case ">" -> a > b && !equal;
            case "<=" -> a < b || equal;
            case ">=" -> a > b || equal;
            case "!=" -> !equal;
            default -> equal;
        };
    }

    private static double constant(Answer answer) {
        if (!(answer instanceof Value value)
                || value.expression().variables().findAny().isPresent()) {
            return Double.NaN;
        }
        var at = Evaluator.at(0, value.expression());
        return at.isReal() ? at.re() : Double.NaN;
    }

    private static List<Double> finite(double... ends) {
        return Arrays.stream(ends).filter(Double::isFinite).boxed().toList();
    }

    private static boolean isNear(double x, double y) {
        return x == y || Double.isFinite(y) && Math.abs(x - y) <= NEAR * Math.max(1, Math.abs(y));
    }
}
