package io.akkord.policies.weights;

/**
 * The two 16-bit floats: binary16 (1 sign, 5 exponent, 10 fraction bits) and bfloat16 (1, 8, 7).
 *
 * <p>Widening is exact for every pattern. Narrowing rounds once, to nearest, ties to even, and keeps NaN a NaN; a double
 * passes through a float rounded to odd, so that the second rounding sees what the first one dropped (Boldo and
 * Melquiond, "Emulation of a FMA and correctly rounded sums", 2008).
 */
final class HalfPrecision {

    private HalfPrecision() {}

    static float widenFloat16(short bits) {
        return Float.float16ToFloat(bits);
    }

    static float widenBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    static short narrowToFloat16(double value) {
        return Float.floatToFloat16(roundToOdd(value));
    }

    static short narrowToBfloat16(double value) {
        int bits = Float.floatToRawIntBits(roundToOdd(value));
        if (Double.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        int halfMinusTie = 0x7FFF + ((bits >>> 16) & 1);
        return (short) ((bits + halfMinusTie) >>> 16);
    }

    /** The float with an odd last bit wherever {@code value} is not a float itself. */
    private static float roundToOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value) || Math.abs(value) > Float.MAX_VALUE) {
            return nearest;
        }
        float below = Math.abs((double) nearest) > Math.abs(value)
                ? Float.intBitsToFloat(Float.floatToRawIntBits(nearest) - 1)
                : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(below) | 1);
    }
}
