package io.akkord.tests.vectors;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A real number to sixty digits, with what the formulas need of arithmetic.
 *
 * <p>At this precision a central difference with a step of 1e-20 is a derivative to about forty digits, so gradients need no
 * formula of their own, which could repeat a mistake.
 */
record Exact(BigDecimal value) {

    static final Exact ZERO = of(0);
    static final Exact ONE = of(1);

    private static final MathContext DIGITS = new MathContext(60);
    private static final int HALVINGS = 40;
    private static final int TERMS = 25;

    /** The decimal that is written so, not the nearest binary fraction. */
    static Exact of(double written) {
        return new Exact(new BigDecimal(Double.toString(written)));
    }

    Exact plus(Exact other) {
        return new Exact(value.add(other.value, DIGITS));
    }

    Exact minus(Exact other) {
        return new Exact(value.subtract(other.value, DIGITS));
    }

    Exact times(Exact other) {
        return new Exact(value.multiply(other.value, DIGITS));
    }

    Exact times(double other) {
        return times(of(other));
    }

    Exact over(Exact other) {
        return new Exact(value.divide(other.value, DIGITS));
    }

    Exact over(double other) {
        return over(of(other));
    }

    Exact negated() {
        return new Exact(value.negate());
    }

    Exact squared() {
        return times(this);
    }

    Exact root() {
        return new Exact(value.sqrt(DIGITS));
    }

    Exact magnitude() {
        return new Exact(value.abs());
    }

    boolean isNegative() {
        return value.signum() < 0;
    }

    Exact max(Exact other) {
        return new Exact(value.max(other.value));
    }

    Exact min(Exact other) {
        return new Exact(value.min(other.value));
    }

    Exact within(double least, double most) {
        return max(of(least)).min(of(most));
    }

    /** The power series of a tiny fraction of it, squared as often as it was halved. */
    Exact exp() {
        Exact small = over(new Exact(BigDecimal.TWO.pow(HALVINGS)));
        Exact term = ONE;
        Exact sum = ONE;
        for (int k = 1; k <= TERMS; k++) {
            term = term.times(small).over(k);
            sum = sum.plus(term);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.squared();
        }
        return sum;
    }

    /** Halley's iteration from the machine's answer; each turn has three times the digits of the last. */
    Exact log() {
        Exact guess = of(Math.log(value.doubleValue()));
        for (int i = 0; i < 3; i++) {
            Exact power = guess.exp();
            guess = guess.plus(minus(power).times(2).over(plus(power)));
        }
        return guess;
    }

    Exact sigmoid() {
        return ONE.over(ONE.plus(negated().exp()));
    }

    Exact logSigmoid() {
        return sigmoid().log();
    }

    static Exact[] of(double... written) {
        return Arrays.stream(written).mapToObj(Exact::of).toArray(Exact[]::new);
    }

    static Exact sum(Exact... numbers) {
        return Arrays.stream(numbers).reduce(ZERO, Exact::plus);
    }

    /** Derivatives of a function by each of its arguments. */
    static double[] gradient(Function<Exact[], Exact> function, double... at) {
        var step = new Exact(BigDecimal.ONE.movePointLeft(20));
        var slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            Exact[] above = of(at);
            Exact[] below = of(at);
            above[i] = above[i].plus(step);
            below[i] = below[i].minus(step);
            slopes[i] = function.apply(above)
                    .minus(function.apply(below))
                    .over(step.times(2))
                    .rounded();
        }
        return slopes;
    }

    /** The nearest double. */
    double rounded() {
        return value.doubleValue();
    }
}
