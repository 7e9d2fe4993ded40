package io.akkord.actors.collective;

import io.akkord.placement.collective.Operation;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a rank wants of its group; every rank must want the same.
 *
 * @param number calls of this rank before it
 * @param bytes of the whole array
 * @param root rank whose array a broadcast spreads, otherwise 0
 */
record Call(long number, Operation operation, ElementType type, long bytes, int root) {

    static final long HEADER_BYTES = 5L * Long.BYTES;

    private static final Operation[] OPERATIONS = Operation.values();
    private static final ElementType[] TYPES = ElementType.values();

    /** Numbers in the array. */
    long length() {
        return bytes / type.bytes();
    }

    /** As it announces itself to another JVM. */
    MemorySegment header() {
        return MemorySegment.ofArray(new long[] {number, operation.ordinal(), type.ordinal(), bytes, root});
    }

    static Call read(MemorySegment header) {
        long[] fields = header.toArray(ValueLayout.JAVA_LONG);
        return new Call(fields[0], OPERATIONS[(int) fields[1]], TYPES[(int) fields[2]], fields[3], (int) fields[4]);
    }

    /** The operation as users read it. */
    static String name(Operation operation) {
        return switch (operation) {
            case ALL_REDUCE -> "all-reduce";
            case REDUCE_SCATTER -> "reduce-scatter";
            case ALL_GATHER -> "all-gather";
            case BROADCAST -> "broadcast";
            case POINT_TO_POINT -> "receive";
        };
    }

    @Override
    public String toString() {
        return name(operation) + (operation == Operation.BROADCAST ? " from rank " + root : "") + " of " + length()
                + " " + type + ", its call " + number;
    }
}
