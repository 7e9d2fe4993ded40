package io.akkord.policies.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    private static final int PATTERNS = 1 << 16;

    @Test
    void everyFloat16PatternHasTheValueOfItsFields() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            assertEquals(fields(bits, 5, 10), HalfPrecision.widenFloat16((short) bits), 0, "pattern " + bits);
        }
    }

    @Test
    void everyBfloat16PatternHasTheValueOfItsFields() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            assertEquals(fields(bits, 8, 7), HalfPrecision.widenBfloat16((short) bits), 0, "pattern " + bits);
        }
    }

    @Test
    void everyPatternSurvivesTheWayUpAndDown() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            float half = HalfPrecision.widenFloat16((short) bits);
            float brain = HalfPrecision.widenBfloat16((short) bits);
            if (Float.isNaN(half)) {
                assertTrue(Float.isNaN(HalfPrecision.widenFloat16(HalfPrecision.narrowToFloat16(half))));
            } else {
                assertEquals((short) bits, HalfPrecision.narrowToFloat16(half));
            }
            if (Float.isNaN(brain)) {
                assertTrue(Float.isNaN(HalfPrecision.widenBfloat16(HalfPrecision.narrowToBfloat16(brain))));
            } else {
                assertEquals((short) bits, HalfPrecision.narrowToBfloat16(brain));
            }
        }
    }

    @Test
    void narrowingTakesTheNearestAndAtATieTheEven() {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            short low = (short) random.nextInt(0x7F7F);
            double below = HalfPrecision.widenBfloat16(low);
            double above = HalfPrecision.widenBfloat16((short) (low + 1));
            double middle = (below + above) / 2;
            short even = (low & 1) == 0 ? low : (short) (low + 1);
            assertEquals(even, HalfPrecision.narrowToBfloat16(middle));
            assertEquals(low, HalfPrecision.narrowToBfloat16(Math.nextDown(middle)));
            assertEquals((short) (low + 1), HalfPrecision.narrowToBfloat16(Math.nextUp(middle)));
        }
    }

    @Test
    void aDoubleIsRoundedOnceOnItsWayToFloat16() {
        double justAboveATie = 1 + 0x1p-11 + 0x1p-40;
        assertEquals(1 + 0x1p-10f, HalfPrecision.widenFloat16(HalfPrecision.narrowToFloat16(justAboveATie)));
        assertEquals(Float.POSITIVE_INFINITY, HalfPrecision.widenFloat16(HalfPrecision.narrowToFloat16(1e300)));
        assertEquals(Float.NEGATIVE_INFINITY, HalfPrecision.widenBfloat16(HalfPrecision.narrowToBfloat16(-1e300)));
    }

    /** IEEE 754 read literally: sign, biased exponent, fraction. */
    private static float fields(int bits, int exponentBits, int fractionBits) {
        int largest = (1 << exponentBits) - 1;
        int bias = largest >> 1;
        int exponent = (bits >> fractionBits) & largest;
        double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        if (exponent == largest) {
            return fraction == 0 ? (float) (sign * Double.POSITIVE_INFINITY) : Float.NaN;
        }
        double value = exponent == 0
                ? fraction * StrictMath.pow(2, 1 - bias)
                : (1 + fraction) * StrictMath.pow(2, exponent - bias);
        return (float) (sign * value);
    }
}
