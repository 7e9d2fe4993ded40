package io.akkord.placement.instance;

import java.util.Arrays;

/**
 * Whether an iteration begins exactly as the one before it did, only later; then all further ones take as long.
 *
 * <p>What is still to come depends on which tasks are queued in which order, on what has reached the gates that are not
 * open yet, and on when meshes become free, all relative to the earliest time at which anything can still start:
 * whatever is free before that, or has arrived before that, counts as free or arrived then. Where this is the same at
 * the beginning of two iterations, the second takes the same course. Only for workflows that begin with one call, whose
 * beginning is then the only thing that has happened in an iteration; and not while more than one earlier iteration is
 * unfinished. Nearly every good plan gets there in its second or third iteration.
 */
final class SteadyState {

    private final int calls;
    private final int gates;
    private final ReadyQueue queue;
    private final long[] ready;
    private final int[] waits;
    private final long[] free;

    private long[] now;
    private long[] before;
    private int length;
    private int lengthBefore;
    private long origin;
    private long originBefore;

    SteadyState(int calls, int gates, ReadyQueue queue, long[] ready, int[] waits, long[] free) {
        this.calls = calls;
        this.gates = gates;
        this.queue = queue;
        this.ready = ready;
        this.waits = waits;
        this.free = free;
        now = new long[1 + calls + 2 * gates + 4 * waits.length];
        before = now.clone();
    }

    /** Forgets all iterations: the first one begins at zero, on free devices. */
    void clear() {
        lengthBefore = 1 + calls + gates;
        originBefore = 0;
        Arrays.fill(before, 0, lengthBefore, 0);
    }

    /**
     * By how much later than the one before this iteration begins, if otherwise alike; else -1.
     *
     * @param first the place of its first call, just taken from the queue
     * @param epoch at least 1
     */
    long period(int first, int epoch) {
        if (!describe(first, epoch)) {
            lengthBefore = -1;
            return -1;
        }
        boolean alike = Arrays.equals(now, 0, length, before, 0, Math.max(0, lengthBefore));
        long period = origin - originBefore;
        long[] spare = before;
        before = now;
        now = spare;
        lengthBefore = length;
        originBefore = origin;
        return alike ? period : -1;
    }

    private boolean describe(int first, int epoch) {
        int start = epoch * gates;
        origin = ready[first];
        for (int i = 0; i < queue.size(); i++) {
            int place = queue.task(i) >> 1;
            if (place < start - gates) {
                return false;
            }
            origin = Math.min(origin, ready[place]);
        }
        if (epoch > 1) {
            for (int place = start - 2 * gates; place < start - gates; place++) {
                if (waits[place] > 0) {
                    return false;
                }
            }
        }
        length = 0;
        now[length++] = ready[first] - origin;
        for (int call = 0; call < calls; call++) {
            now[length++] = Math.max(0, free[call] - origin);
        }
        for (int place = start - gates; place < start; place++) {
            if (waits[place] > 0) {
                now[length++] = waits[place];
                now[length++] = Math.max(0, ready[place] - origin);
            } else {
                now[length++] = 0;
            }
        }
        for (int i = 0; i < queue.size(); i++) {
            now[length++] = queue.task(i) - 2L * start;
            now[length++] = ready[queue.task(i) >> 1] - origin;
        }
        return true;
    }
}
