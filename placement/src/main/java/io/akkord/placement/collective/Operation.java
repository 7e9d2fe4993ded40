package io.akkord.placement.collective;

/** What a group of ranks wants of its arrays, all of one length. */
public enum Operation {
    /** Each begins with an array and ends with the sum of all. */
    ALL_REDUCE,
    /** Each begins with an array and ends with the sum of all in its own chunk; the rest of its array is scratch. */
    REDUCE_SCATTER,
    /** Each begins with its own chunk and ends with all chunks. */
    ALL_GATHER,
    /** All end with the array of rank 0. */
    BROADCAST,
    /** Rank 1 ends with the array of rank 0; there are two ranks. */
    POINT_TO_POINT
}
