package io.akkord.policies.parallel;

import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;

/**
 * A group of ranks that exchange arrays, as one of them sees it.
 *
 * <p>All ranks of a group make the same calls in the same order, with arrays of the same length. A call blocks the calling
 * thread, which is a device's, until this rank's part is done. Sums are formed in an order that depends on nothing but the
 * number of ranks, the nodes they lie on and the length, so they are the same bits on every run, and on every rank. Whoever
 * waits too long is told by a {@link CollectiveFailed} that names the operation, the rank that is missing and the phase.
 *
 * <p>Numbers lie row-major in native order, as in a tensor's memory; a group of one leaves arrays as they are.
 */
public interface Collective {

    /** This rank, from 0. */
    int rank();

    /** Ranks in the group. */
    int ranks();

    /** Each rank ends with the sum of all arrays. */
    default void allReduce(MemorySegment array, ElementType type) {
        startAllReduce(array, type).await();
    }

    /** The same while the caller computes; the array is not to be touched before the end is awaited. */
    Pending startAllReduce(MemorySegment array, ElementType type);

    /** Each rank ends with the sum in its own part, {@code [length * rank / ranks, length * (rank + 1) / ranks)}; the rest is scratch. */
    default void reduceScatter(MemorySegment array, ElementType type) {
        startReduceScatter(array, type).await();
    }

    /** The same while the caller computes. */
    Pending startReduceScatter(MemorySegment array, ElementType type);

    /** Each rank begins with its own part, as {@link #reduceScatter} leaves it, and ends with all parts. */
    void allGather(MemorySegment array, ElementType type);

    /** All end with the array of {@code root}. */
    void broadcast(MemorySegment array, ElementType type, int root);

    /** Hands an array to another rank, and returns as soon as it may be changed again; never waits for a {@link #receive}. */
    void send(MemorySegment array, int to);

    /** Takes the next array that a rank has sent here, which must be as long as this one. */
    void receive(MemorySegment array, int from);

    /** A collective that is under way. */
    interface Pending {

        /** Blocks until this rank's part is done. */
        void await();
    }
}
