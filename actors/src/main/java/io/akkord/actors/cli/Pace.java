package io.akkord.actors.cli;

import java.util.function.LongSupplier;

/** How fast iterations pass and how long the rest of a stage will take, from the latest ones. */
final class Pace {

    /** Weight of the newest iteration: the memory is about five of them, since lengths drift as a policy learns. */
    private static final double NEWEST = 0.2;

    private final LongSupplier nanos;
    private long last;
    private double seconds = Double.NaN;

    Pace(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    void restart() {
        last = nanos.getAsLong();
        seconds = Double.NaN;
    }

    void iterationFinished() {
        long now = nanos.getAsLong();
        double latest = (now - last) / 1e9;
        seconds = Double.isNaN(seconds) ? latest : NEWEST * latest + (1 - NEWEST) * seconds;
        last = now;
    }

    /** NaN before the first iteration. */
    double secondsPerIteration() {
        return seconds;
    }

    double secondsFor(int iterations) {
        return iterations * seconds;
    }
}
