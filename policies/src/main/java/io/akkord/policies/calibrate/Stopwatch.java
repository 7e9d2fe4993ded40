package io.akkord.policies.calibrate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The CPU time of a short piece of work, the best of several stretches that are each long enough for the clock. */
final class Stopwatch {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double STRETCH_SECONDS = 0.02;
    private static final int STRETCHES = 6;

    private Stopwatch() {}

    /** Work that is done {@code times} in a row. */
    @FunctionalInterface
    interface Repeated {
        void run(long times);
    }

    /** Seconds of the calling thread for one of them. */
    static double seconds(Repeated work) {
        long times = 1;
        while (stretch(work, times) < STRETCH_SECONDS) {
            times *= 2;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STRETCHES; i++) {
            best = Math.min(best, stretch(work, times) / times);
        }
        return best;
    }

    private static double stretch(Repeated work, long times) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run(times);
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }
}
