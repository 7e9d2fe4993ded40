package io.akkord.rewards;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One thread's way through a round: sample after sample until none is left or it is abandoned. */
final class ScoringLane implements Runnable {

    private static final int NOTHING = -1;

    private final ScoringRound round;
    private final AtomicInteger stuck;

    // All guarded by this: an interrupt must hit the sample it was meant for, never the one after it.
    private @Nullable Thread thread;
    private int row = NOTHING;
    private long since;
    private boolean abandoned;

    /** @param stuck counts this lane from when it is abandoned until its thread gets free */
    ScoringLane(ScoringRound round, AtomicInteger stuck) {
        this.round = round;
        this.stuck = stuck;
    }

    @Override
    public void run() {
        while (begin()) {
            ScoringRound.Outcome outcome = round.evaluate(row);
            if (!end(outcome)) {
                stuck.decrementAndGet();
                return;
            }
        }
    }

    private synchronized boolean begin() {
        if (abandoned) {
            return false;
        }
        Thread.interrupted(); // a reward may have left its own interrupt behind
        row = round.next();
        thread = Thread.currentThread();
        since = System.nanoTime();
        return row != NOTHING;
    }

    private synchronized boolean end(ScoringRound.Outcome outcome) {
        if (abandoned) {
            return false;
        }
        round.settle(row, outcome);
        row = NOTHING;
        return true;
    }

    /**
     * Gives the present sample up if it has run for as long as {@code timeout}.
     *
     * @return nanoseconds it has left; zero or less if it was abandoned now
     */
    synchronized long abandonAfter(Duration timeout) {
        if (abandoned || row == NOTHING || thread == null) {
            return timeout.toNanos();
        }
        long left = timeout.toNanos() - (System.nanoTime() - since);
        if (left <= 0) {
            abandoned = true;
            stuck.incrementAndGet();
            thread.interrupt();
            round.settle(
                    row, ScoringRound.Outcome.unscored("the reward took longer than " + timeout.toMillis() + " ms"));
        }
        return left;
    }
}
