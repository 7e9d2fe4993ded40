package io.akkord.rewards.math;

import io.akkord.rewards.math.Answer.Bag;
import io.akkord.rewards.math.Answer.Named;
import io.akkord.rewards.math.Answer.Relation;
import io.akkord.rewards.math.Answer.SetOperation;
import io.akkord.rewards.math.Answer.Text;
import io.akkord.rewards.math.Answer.Tuple;
import io.akkord.rewards.math.Answer.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether two final answers say the same.
 *
 * <p>Lists and sets are compared in any order, tuples in theirs; {@code x = 5} is 5 and {@code (p,q) = (3,2)} is
 * {@code p=3, q=2}; equations may differ by a factor, inequalities by a positive one; a condition on one variable is the
 * set of its solutions. A comparison looks at {@value #MOST_VALUES} pairs of values at most; beyond, answers differ.
 */
public final class Equivalence {

    private static final int MOST_VALUES = 2_000;

    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z]\\([A-Za-z]\\)");

    private int values;

    private Equivalence() {}

    /**
     * Compares two answers without the text around them.
     *
     * @param gold LaTeX or plain notation
     * @param found likewise; whatever cannot be read is compared as words
     */
    public static boolean same(String gold, String found) {
        if (!gold.isBlank() && gold.strip().equals(found.strip())) {
            return true;
        }
        var comparison = new Equivalence();
        var readings = AnswerParser.readings(found);
        for (var expected : AnswerParser.readings(gold)) {
            for (var reading : readings) {
                if (comparison.same(expected, reading)) {
                    return true;
                }
            }
        }
        String spelling = AnswerParser.spelling(gold);
        return !spelling.isEmpty() && spelling.equals(AnswerParser.spelling(found));
    }

    private boolean same(Answer gold, Answer found) {
        return switch (gold) {
            case Text text ->
                found instanceof Text other
                        && text.canonical().equals(other.canonical())
                        && !text.canonical().isEmpty();
            case Value value -> sameValue(value, found);
            case Named named -> sameNamed(named, found);
            case Bag bag -> sameBag(bag, found);
            case Tuple tuple -> sameTuple(tuple, found);
            case Relation relation -> sameRelation(relation, found);
            case SetOperation operation -> sameSet(operation, found);
        };
    }

    private boolean sameValue(Value gold, Answer found) {
        return switch (found) {
            case Value value -> withinBounds() && ValueEquality.same(gold.expression(), value.expression());
            case Named named -> same(gold, named.value());
            case Tuple tuple -> sameVector(gold, tuple);
            default -> false;
        };
    }

    private boolean withinBounds() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while comparing answers");
        }
        return ++values <= MOST_VALUES;
    }

    /** A matrix of one row or column is also a tuple. */
    private boolean sameVector(Value value, Tuple tuple) {
        if (!(value.expression() instanceof Expression.Matrix matrix)) {
            return false;
        }
        boolean vector = matrix.rows().size() == 1 || matrix.rows().getFirst().size() == 1;
        var entries = matrix.entries().stream().<Answer>map(Value::new).toList();
        return vector && sameInOrder(entries, tuple.items());
    }

    private boolean sameNamed(Named gold, Answer found) {
        if (found instanceof Named named) {
            if (isFunction(gold.name()) && isFunction(named.name())) {
                return gold.name().charAt(0) == named.name().charAt(0)
                        && same(gold.value(), renamed(named.value(), argument(named.name()), argument(gold.name())));
            }
            return sameNames(gold.name(), named.name())
                    ? same(gold.value(), named.value())
                    : sameEquations(equation(gold), equation(named));
        }
        if (found instanceof Relation relation && sameEquations(equation(gold), relation)) {
            return true;
        }
        return same(gold.value(), found);
    }

    /** The same letter, with or without a subscript. */
    private static boolean sameNames(String gold, String found) {
        boolean oneSubscript = gold.contains("_") != found.contains("_");
        return gold.equals(found) || oneSubscript && gold.split("_", 2)[0].equals(found.split("_", 2)[0]);
    }

    private static boolean isFunction(String name) {
        return FUNCTION.matcher(name).matches();
    }

    private static String argument(String function) {
        return function.substring(2, 3);
    }

    /** A function is the same whatever its variable is called. */
    private static Answer renamed(Answer answer, String from, String to) {
        return answer instanceof Value value ? new Value(value.expression().renamed(from, to)) : answer;
    }

    private boolean sameBag(Bag gold, Answer found) {
        if (found instanceof Bag bag) {
            boolean named = gold.items().stream().anyMatch(Named.class::isInstance);
            return covers(gold.items(), bag.items()) && covers(bag.items(), gold.items())
                    || !named && sameSet(gold, found);
        }
        if (found instanceof Tuple tuple && sameTuple(tuple, gold)) {
            return true;
        }
        if (found instanceof Named named) {
            var assigned = assigned(gold);
            return same(gold, named.value()) || assigned != null && same(assigned, named.value());
        }
        return sameSet(gold, found);
    }

    private boolean covers(List<Answer> items, List<Answer> by) {
        for (int i = 0; i < items.size(); i++) {
            boolean found = false;
            for (int j = 0; j < by.size() && !found; j++) {
                found = same(items.get(i), by.get((i + j) % by.size())); // lists in the same order take one look each
            }
            if (!found) {
                return false;
            }
        }
        return items.isEmpty() == by.isEmpty();
    }

    private boolean sameTuple(Tuple gold, Answer found) {
        return switch (found) {
            case Tuple tuple -> {
                boolean interval = gold.items().size() == 2;
                boolean ends = gold.open().equals(tuple.open()) && gold.close().equals(tuple.close());
                yield (ends || !interval) && sameInOrder(gold.items(), tuple.items());
            }
            case Bag bag -> {
                var assigned = assigned(bag);
                yield sameInOrder(gold.items(), bag.items())
                        || assigned != null && sameTuple(gold, assigned)
                        || sameSet(gold, found);
            }
            case Named named -> same(gold, named.value());
            case Value value -> sameVector(value, gold);
            default -> sameSet(gold, found);
        };
    }

    private boolean sameInOrder(List<Answer> gold, List<Answer> found) {
        boolean same = gold.size() == found.size();
        for (int i = 0; same && i < gold.size(); i++) {
            same = same(gold.get(i), found.get(i));
        }
        return same;
    }

    /** {@code p=3, q=2} as the tuple (3,2); null where an item has no name. */
    private static @Nullable Tuple assigned(Bag bag) {
        var items = new ArrayList<Answer>();
        for (var item : bag.items()) {
            if (!(item instanceof Named named)) {
                return null;
            }
            items.add(named.value());
        }
        return new Tuple("(", items, ")");
    }

    private boolean sameRelation(Relation gold, Answer found) {
        return switch (found) {
            case Relation relation ->
                sameEquations(gold, relation)
                        || (RealSet.isInterval(gold) || RealSet.isInterval(relation)) && sameSet(gold, relation);
            case Named named when sameEquations(gold, equation(named)) -> true;
            default -> sameSet(gold, found);
        };
    }

    private static boolean sameSet(Answer gold, Answer found) {
        var set = RealSet.of(gold);
        var other = RealSet.of(found);
        return set != null && other != null && set.sameAs(other);
    }

    private static @Nullable Relation equation(Named named) {
        try {
            var name = ExpressionParser.parse(Lexer.tokens(named.name()));
            return named.value() instanceof Value value
                    ? new Relation(List.of(name, value.expression()), List.of("="))
                    : null;
        } catch (Unreadable e) {
            return null;
        }
    }

    private boolean sameEquations(@Nullable Relation gold, @Nullable Relation found) {
        if (gold == null
                || found == null
                || gold.signs().size() != found.signs().size()) {
            return false;
        }
        int last = gold.signs().size() - 1;
        boolean forward = true;
        boolean backward = true;
        for (int i = 0; i <= last; i++) {
            forward = forward && sameStep(gold, i, found, i);
            backward = backward && sameStep(gold, i, found, last - i);
        }
        return forward || backward;
    }

    private boolean sameStep(Relation gold, int i, Relation found, int j) {
        String sign = gold.signs().get(i);
        String other = found.signs().get(j);
        boolean directed = sign.contains("<") || sign.contains(">");
        boolean sameKind =
                directed ? other.matches("[<>].*") && sign.endsWith("=") == other.endsWith("=") : sign.equals(other);
        if (!sameKind || !withinBounds()) {
            return false;
        }
        var factor = ValueEquality.factor(difference(gold, i), difference(found, j));
        return factor.isPresent() && (!directed || factor.getAsDouble() > 0);
    }

    /** What a step says is positive, or zero. */
    private static Expression difference(Relation relation, int step) {
        var left = relation.sides().get(step);
        var right = relation.sides().get(step + 1);
        boolean rising = relation.signs().get(step).contains("<");
        return rising ? Expression.minus(right, left) : Expression.minus(left, right);
    }
}
