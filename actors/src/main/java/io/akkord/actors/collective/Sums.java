package io.akkord.actors.collective;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;

/**
 * Element-wise sums of arrays in native order.
 *
 * <p>The launcher leaves out the JVM's second compiler, and the first one makes a call of each access to a segment: ten
 * times as slow as copying blocks to the heap, adding them there, and copying the sums back.
 */
final class Sums {

    private static final int BLOCK = 2048;

    private Sums() {}

    /**
     * Adds one array to another.
     *
     * @param into changed
     * @param from as long
     */
    static void add(MemorySegment into, MemorySegment from, ElementType type) {
        int length = Math.toIntExact(Math.min(BLOCK, into.byteSize() / type.bytes()));
        switch (type) {
            case FLOAT32 -> addFloats(into, from, new float[length], new float[length]);
            case FLOAT64 -> addDoubles(into, from, new double[length], new double[length]);
            case INT64 -> addLongs(into, from, new long[length], new long[length]);
        }
    }

    private static void addFloats(MemorySegment into, MemorySegment from, float[] sums, float[] terms) {
        long length = into.byteSize() / Float.BYTES;
        for (long done = 0; done < length; done += sums.length) {
            long at = done * Float.BYTES;
            int count = (int) Math.min(sums.length, length - done);
            MemorySegment.copy(into, JAVA_FLOAT_UNALIGNED, at, sums, 0, count);
            MemorySegment.copy(from, JAVA_FLOAT_UNALIGNED, at, terms, 0, count);
            for (int i = 0; i < count; i++) {
                sums[i] += terms[i];
            }
            MemorySegment.copy(sums, 0, into, JAVA_FLOAT_UNALIGNED, at, count);
        }
    }

    private static void addDoubles(MemorySegment into, MemorySegment from, double[] sums, double[] terms) {
        long length = into.byteSize() / Double.BYTES;
        for (long done = 0; done < length; done += sums.length) {
            long at = done * Double.BYTES;
            int count = (int) Math.min(sums.length, length - done);
            MemorySegment.copy(into, JAVA_DOUBLE_UNALIGNED, at, sums, 0, count);
            MemorySegment.copy(from, JAVA_DOUBLE_UNALIGNED, at, terms, 0, count);
            for (int i = 0; i < count; i++) {
                sums[i] += terms[i];
            }
            MemorySegment.copy(sums, 0, into, JAVA_DOUBLE_UNALIGNED, at, count);
        }
    }

    private static void addLongs(MemorySegment into, MemorySegment from, long[] sums, long[] terms) {
        long length = into.byteSize() / Long.BYTES;
        for (long done = 0; done < length; done += sums.length) {
            long at = done * Long.BYTES;
            int count = (int) Math.min(sums.length, length - done);
            MemorySegment.copy(into, JAVA_LONG_UNALIGNED, at, sums, 0, count);
            MemorySegment.copy(from, JAVA_LONG_UNALIGNED, at, terms, 0, count);
            for (int i = 0; i < count; i++) {
                sums[i] += terms[i];
            }
            MemorySegment.copy(sums, 0, into, JAVA_LONG_UNALIGNED, at, count);
        }
    }
}
