package io.akkord.rewards.math;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A formula with a value: the leaves and operations that answers are written in. */
sealed interface Expression {

    /** Entries of a product refer to the same factors again and again: a longer one would be read forever. */
    int MOST_MATRICES = 4;

    /** A number as written; its scale tells how many decimals that were. */
    record Num(BigDecimal value) implements Expression {}

    /** A variable or a constant such as {@code pi}, subscript included. */
    record Symbol(String name) implements Expression {}

    record Sum(List<Expression> terms) implements Expression {}

    record Product(List<Expression> factors) implements Expression {}

    record Quotient(Expression over, Expression under) implements Expression {}

    record Power(Expression base, Expression exponent) implements Expression {}

    /** A function; a name that the evaluator does not know stands for some smooth function of its arguments. */
    record Call(String function, List<Expression> arguments) implements Expression {}

    /** Rows of equal length. */
    record Matrix(List<List<Expression>> rows) implements Expression {

        /** The entries in reading order. */
        List<Expression> entries() {
            return rows.stream().flatMap(List::stream).toList();
        }
    }

    static Expression number(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    static Expression negate(Expression value) {
        return value instanceof Num num ? new Num(num.value().negate()) : product(List.of(number(-1), value));
    }

    static Expression minus(Expression left, Expression right) {
        return sum(List.of(left, negate(right)));
    }

    /** Adds matrices entry by entry. */
    static Expression sum(List<Expression> terms) {
        if (terms.size() == 1) {
            return terms.getFirst();
        }
        boolean matrices = terms.stream().allMatch(Matrix.class::isInstance);
        return matrices ? terms.stream().reduce(Expression::addMatrices).orElseThrow() : new Sum(List.copyOf(terms));
    }

    /** Multiplies matrices out, and scalars into them. */
    static Expression product(List<Expression> factors) {
        if (factors.size() == 1) {
            return factors.getFirst();
        }
        long matrices = factors.stream().filter(Matrix.class::isInstance).count();
        if (matrices == 0 || matrices > MOST_MATRICES) {
            return new Product(List.copyOf(factors));
        }
        return factors.stream().reduce(Expression::multiply).orElseThrow();
    }

    private static Expression addMatrices(Expression left, Expression right) {
        if (left instanceof Matrix a && right instanceof Matrix b && sameShape(a, b)) {
            var rows = new ArrayList<List<Expression>>();
            for (int i = 0; i < a.rows().size(); i++) {
                var row = new ArrayList<Expression>();
                for (int j = 0; j < a.rows().get(i).size(); j++) {
                    row.add(sum(List.of(a.rows().get(i).get(j), b.rows().get(i).get(j))));
                }
                rows.add(row);
            }
            return new Matrix(rows);
        }
        return new Sum(List.of(left, right));
    }

    private static Expression multiply(Expression left, Expression right) {
        return switch (left) {
            case Matrix a
            when right instanceof Matrix b
                    && a.rows().getFirst().size() == b.rows().size()
                    && (long) a.rows().size() * b.entries().size() <= 400 ->
                new Matrix(a.rows().stream().map(row -> times(row, b)).toList());
            case Matrix a when !(right instanceof Matrix) -> scaled(a, right);
            case Matrix a -> new Product(List.of(a, right));
            default -> right instanceof Matrix b ? scaled(b, left) : new Product(List.of(left, right));
        };
    }

    private static List<Expression> times(List<Expression> row, Matrix matrix) {
        var entries = new ArrayList<Expression>();
        for (int j = 0; j < matrix.rows().getFirst().size(); j++) {
            var terms = new ArrayList<Expression>();
            for (int k = 0; k < row.size(); k++) {
                terms.add(product(List.of(row.get(k), matrix.rows().get(k).get(j))));
            }
            entries.add(sum(terms));
        }
        return entries;
    }

    private static Matrix scaled(Matrix matrix, Expression factor) {
        return new Matrix(matrix.rows().stream()
                .map(row -> row.stream()
                        .map(entry -> product(List.of(factor, entry)))
                        .toList())
                .toList());
    }

    private static boolean sameShape(Matrix a, Matrix b) {
        return a.rows().size() == b.rows().size()
                && a.rows().getFirst().size() == b.rows().getFirst().size();
    }

    /** What this is made of, one level down. */
    default Stream<Expression> parts() {
        return switch (this) {
            case Num num -> Stream.of();
            case Symbol symbol -> Stream.of();
            case Sum sum -> sum.terms().stream();
            case Product product -> product.factors().stream();
            case Quotient quotient -> Stream.of(quotient.over(), quotient.under());
            case Power power -> Stream.of(power.base(), power.exponent());
            case Call call -> call.arguments().stream();
            case Matrix matrix -> matrix.entries().stream();
        };
    }

    /** Names of the variables, constants left out. */
    default Stream<String> variables() {
        if (this instanceof Symbol symbol) {
            return Evaluator.isConstant(symbol.name()) ? Stream.of() : Stream.of(symbol.name());
        }
        return parts().flatMap(Expression::variables);
    }

    /** The same with another name for a variable. */
    default Expression renamed(String from, String to) {
        return switch (this) {
            case Num num -> num;
            case Symbol symbol -> symbol.name().equals(from) ? new Symbol(to) : symbol;
            case Sum sum -> new Sum(renamed(sum.terms(), from, to));
            case Product product -> new Product(renamed(product.factors(), from, to));
            case Quotient quotient ->
                new Quotient(quotient.over().renamed(from, to), quotient.under().renamed(from, to));
            case Power power ->
                new Power(power.base().renamed(from, to), power.exponent().renamed(from, to));
            case Call call -> new Call(call.function(), renamed(call.arguments(), from, to));
            case Matrix matrix ->
                new Matrix(matrix.rows().stream()
                        .map(row -> renamed(row, from, to))
                        .toList());
        };
    }

    private static List<Expression> renamed(List<Expression> parts, String from, String to) {
        return parts.stream().map(part -> part.renamed(from, to)).toList();
    }
}
