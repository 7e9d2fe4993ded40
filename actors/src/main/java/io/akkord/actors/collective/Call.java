package io.akkord.actors.collective;

import io.akkord.placement.collective.Operation;
import io.akkord.policies.tensor.ElementType;

/**
 * What a rank wants of its group; every rank must want the same.
 *
 * @param number calls of this rank before it
 * @param bytes of the whole array
 * @param root rank whose array a broadcast spreads, otherwise 0
 */
record Call(long number, Operation operation, ElementType type, long bytes, int root) {

    /** Numbers in the array. */
    long length() {
        return bytes / type.bytes();
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
