package io.akkord.rewards.tasks;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code + - * /} and brackets over whole numbers, exactly: fractions stay fractions. */
final class Expression {

    /** Longer text is no expression: bounds the depth of brackets and the size of results. */
    private static final int MOST_CHARACTERS = 200;

    private static final int MOST_DIGITS = 9;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final String text;
    private int place;

    private Expression(String text) {
        this.text = text;
    }

    /**
     * A fraction in lowest terms.
     *
     * @param denominator positive
     */
    record Value(BigInteger numerator, BigInteger denominator) {

        Value {
            BigInteger common = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
            numerator = numerator.divide(common);
            denominator = denominator.divide(common);
        }

        boolean isWhole() {
            return denominator.equals(BigInteger.ONE);
        }

        private Value plus(Value other) {
            return new Value(
                    numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        private Value times(Value other) {
            return new Value(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        private Value negated() {
            return new Value(numerator.negate(), denominator);
        }

        @Override
        public String toString() {
            return isWhole() ? numerator.toString() : numerator + "/" + denominator;
        }
    }

    /** The value of a text that is one whole expression; empty for any other text and for a division by zero. */
    static Optional<Value> valueOf(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        var expression = new Expression(text);
        try {
            Value value = expression.sum();
            expression.skipBlanks();
            return expression.place == text.length() ? Optional.of(value) : Optional.empty();
        } catch (NotAnExpression e) {
            return Optional.empty();
        }
    }

    /** The numbers that an expression uses, from left to right. */
    static List<Integer> numbersOf(String expression) {
        return NUMBER.matcher(expression)
                .results()
                .map(match -> Integer.valueOf(match.group()))
                .toList();
    }

    private Value sum() throws NotAnExpression {
        Value value = product();
        while (true) {
            if (takes('+')) {
                value = value.plus(product());
            } else if (takes('-')) {
                value = value.plus(product().negated());
            } else {
                return value;
            }
        }
    }

    private Value product() throws NotAnExpression {
        Value value = factor();
        while (true) {
            if (takes('*')) {
                value = value.times(factor());
            } else if (takes('/')) {
                Value divisor = factor();
                if (divisor.numerator().signum() == 0) {
                    throw new NotAnExpression();
                }
                value = value.times(new Value(divisor.denominator(), divisor.numerator()));
            } else {
                return value;
            }
        }
    }

    private Value factor() throws NotAnExpression {
        if (takes('(')) {
            Value value = sum();
            if (!takes(')')) {
                throw new NotAnExpression();
            }
            return value;
        }
        int start = place;
        while (place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9') {
            place++;
        }
        if (place == start || place - start > MOST_DIGITS) {
            throw new NotAnExpression();
        }
        return new Value(new BigInteger(text.substring(start, place)), BigInteger.ONE);
    }

    private boolean takes(char sign) {
        skipBlanks();
        if (place < text.length() && text.charAt(place) == sign) {
            place++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (place < text.length() && text.charAt(place) == ' ') {
            place++;
        }
    }

    /** The text is no expression. */
    private static final class NotAnExpression extends Exception {

        private static final long serialVersionUID = 1;
    }
}
