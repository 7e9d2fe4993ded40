package io.akkord.rewards.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * An exact fraction in lowest terms with a positive denominator, so that equal values are equal records.
 *
 * <p>Results beyond {@value #MOST_BITS} bits are null: nobody's answer, but somebody's attack.
 */
record Rational(BigInteger numerator, BigInteger denominator) {

    private static final int MOST_BITS = 8192;

    static @Nullable Rational of(BigInteger numerator, BigInteger denominator) {
        if (denominator.signum() == 0 || numerator.bitLength() > MOST_BITS || denominator.bitLength() > MOST_BITS) {
            return null;
        }
        var divisor = numerator.gcd(denominator);
        var signed = denominator.signum() < 0 ? divisor.negate() : divisor;
        return new Rational(numerator.divide(signed), denominator.divide(signed));
    }

    static @Nullable Rational of(BigDecimal value) {
        if (Math.abs((long) value.scale()) > 1000) {
            return null;
        }
        return value.scale() <= 0
                ? of(value.toBigInteger(), BigInteger.ONE)
                : of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    @Nullable Rational plus(Rational other) {
        return of(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    @Nullable Rational times(Rational other) {
        return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    @Nullable Rational over(Rational other) {
        return of(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** Whole powers alone. */
    @Nullable Rational power(Rational exponent) {
        if (!exponent.denominator.equals(BigInteger.ONE) || exponent.numerator.bitLength() > 13) {
            return null;
        }
        int times = exponent.numerator.intValue();
        long bits = (long) Math.max(numerator.bitLength(), denominator.bitLength()) * Math.abs(times);
        if (bits > MOST_BITS) {
            return null;
        }
        var up = numerator.pow(Math.abs(times));
        var down = denominator.pow(Math.abs(times));
        return times < 0 ? of(down, up) : of(up, down);
    }

    /** A whole number from 0 to 500. */
    @Nullable Rational factorial() {
        if (!denominator.equals(BigInteger.ONE) || numerator.signum() < 0 || numerator.bitLength() > 9) {
            return null;
        }
        var product = BigInteger.ONE;
        for (int i = 2; i <= numerator.intValue(); i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return of(product, BigInteger.ONE);
    }

    double value() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
                .doubleValue();
    }
}
