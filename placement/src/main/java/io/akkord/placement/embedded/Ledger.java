package io.akkord.placement.embedded;

/** Bytes that are taken and given back in the order in which a pass does, and the most there were at once. */
final class Ledger {

    private long live;
    private long peak;

    void take(long... bytes) {
        for (long some : bytes) {
            live += some;
            peak = Math.max(peak, live);
        }
    }

    void give(long... bytes) {
        for (long some : bytes) {
            live -= some;
        }
    }

    /** Bytes that one operator needs beside its result, and frees. */
    void brief(long bytes) {
        take(bytes);
        give(bytes);
    }

    /** A scalar that an operator makes a tensor of: eight bytes as it is written, four in the network's precision. */
    void scalar(long result) {
        take(8, 4, result);
        give(4, 8);
    }

    long live() {
        return live;
    }

    long peak() {
        return peak;
    }
}
