package io.akkord.policies.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSumsTest {

    /** Numbers whose sums are easily got wrong: subnormal, of either zero, infinite. */
    private static final double[] ODD = {
        0.0, -0.0, Float.MIN_VALUE, -Float.MIN_NORMAL, Double.MIN_VALUE, Float.MAX_VALUE, Double.POSITIVE_INFINITY
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 2048, 5000})
    void floatsAreRoundedOnceEach(int length) {
        float[] into = floats(length, 1);
        float[] from = floats(length, 2);
        var expected = new float[length];
        for (int i = 0; i < length; i++) {
            expected[i] = into[i] + from[i];
        }
        int[] bits = bits(expected);
        assertArrayEquals(bits, bits(added(MemorySegment.ofArray(into), from, true)));
        assertArrayEquals(bits, bits(added(MemorySegment.ofArray(into), from, false)));
    }

    private static float[] added(MemorySegment into, float[] from, boolean withLibtorch) {
        try (var arena = Arena.ofShared()) {
            MemorySegment sum = arena.allocate(Math.max(4, into.byteSize()), 4).asSlice(0, into.byteSize());
            sum.copyFrom(into);
            add(sum, MemorySegment.ofArray(from), ElementType.FLOAT32, withLibtorch);
            return sum.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /** A device's thread has loaded libtorch. */
    private static void add(MemorySegment into, MemorySegment from, ElementType type, boolean withLibtorch) {
        OnDevice.run(() -> {
            if (withLibtorch) {
                HostSums.add(into, from, type);
            } else {
                HostSums.addBlocks(into, from, type);
            }
        });
    }

    private static float[] floats(int length, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) value(random);
        }
        return values;
    }

    private static double value(SplittableRandom random) {
        return random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextDouble(-10, 10);
    }

    private static int[] bits(float[] values) {
        var bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doublesAreRoundedOnceEach(boolean withLibtorch) {
        var random = new SplittableRandom(3);
        var into = new double[5000];
        var from = new double[5000];
        var expected = new long[5000];
        for (int i = 0; i < into.length; i++) {
            into[i] = value(random);
            from[i] = value(random);
            expected[i] = Double.doubleToLongBits(into[i] + from[i]);
        }
        add(MemorySegment.ofArray(into), MemorySegment.ofArray(from), ElementType.FLOAT64, withLibtorch);
        var found = new long[5000];
        for (int i = 0; i < into.length; i++) {
            found[i] = Double.doubleToLongBits(into[i]);
        }
        assertArrayEquals(expected, found);
    }

    @Test
    void arraysOfOtherLengthsAreRefused() {
        MemorySegment four = MemorySegment.ofArray(new float[4]);
        for (int other : new int[] {3, 5}) {
            MemorySegment from = MemorySegment.ofArray(new float[other]);
            assertThrows(IllegalArgumentException.class, () -> HostSums.add(four, from, ElementType.FLOAT32));
        }
    }

    @Test
    void longsAreExact() {
        long[] into = {Long.MAX_VALUE, 1L << 53, -3};
        add(MemorySegment.ofArray(into), MemorySegment.ofArray(new long[] {1, 1, 3}), ElementType.INT64, true);
        assertArrayEquals(new long[] {Long.MIN_VALUE, (1L << 53) + 1, 0}, into);
    }
}
