package io.akkord.actors.collective;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;

/** Element-wise sums of arrays in native order. */
final class Sums {

    private Sums() {}

    /**
     * Adds one array to another.
     *
     * @param into changed
     * @param from as long
     */
    static void add(MemorySegment into, MemorySegment from, ElementType type) {
        switch (type) {
            case FLOAT32 -> addFloats(into, from);
            case FLOAT64 -> addDoubles(into, from);
            case INT64 -> addLongs(into, from);
        }
    }

    private static void addFloats(MemorySegment into, MemorySegment from) {
        long bytes = into.byteSize();
        for (long at = 0; at < bytes; at += Float.BYTES) {
            into.set(JAVA_FLOAT_UNALIGNED, at, into.get(JAVA_FLOAT_UNALIGNED, at) + from.get(JAVA_FLOAT_UNALIGNED, at));
        }
    }

    private static void addDoubles(MemorySegment into, MemorySegment from) {
        long bytes = into.byteSize();
        for (long at = 0; at < bytes; at += Double.BYTES) {
            into.set(
                    JAVA_DOUBLE_UNALIGNED,
                    at,
                    into.get(JAVA_DOUBLE_UNALIGNED, at) + from.get(JAVA_DOUBLE_UNALIGNED, at));
        }
    }

    private static void addLongs(MemorySegment into, MemorySegment from) {
        long bytes = into.byteSize();
        for (long at = 0; at < bytes; at += Long.BYTES) {
            into.set(JAVA_LONG_UNALIGNED, at, into.get(JAVA_LONG_UNALIGNED, at) + from.get(JAVA_LONG_UNALIGNED, at));
        }
    }
}
