package io.akkord.actors.collective;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranks of a group that live in this JVM wait for each other.
 *
 * <p>Who waits looks a while before it sleeps: a sleeping thread takes longer to wake than most arrays take to be summed.
 */
final class Meeting {

    private static final long LOOKING_NANOS = 20_000;
    private static final int LOOKS_BETWEEN_CLOCKS = 32;

    private final List<Member> members;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable String givenUp;
    private volatile Consumer<String> farewell = _ -> {};

    Meeting(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** Sets what wakes those who wait elsewhere than here; it is given the reason. */
    void onGivingUp(Consumer<String> action) {
        farewell = action;
    }

    List<Member> members() {
        return members;
    }

    /** Tells those who wait that something has changed. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits, now and later; the first reason stays. */
    void giveUp(String reason) {
        boolean first;
        lock.lock();
        try {
            first = givenUp == null;
            if (first) {
                givenUp = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (first) {
            farewell.accept(reason);
        }
    }

    /** Refuses to begin what the others have given up. */
    void requireAlive(Occasion occasion) {
        String reason = givenUp;
        if (reason != null) {
            throw occasion.givenUp(reason);
        }
    }

    /**
     * Waits until something is so.
     *
     * @param there reads what others write with the strength of a volatile
     * @return whether it came to be so within the deadline
     * @throws io.akkord.policies.parallel.CollectiveFailed if the group is given up
     */
    boolean await(Occasion occasion, BooleanSupplier there) {
        long start = System.nanoTime();
        do {
            for (int look = 0; look < LOOKS_BETWEEN_CLOCKS; look++) {
                if (there.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            requireAlive(occasion);
        } while (System.nanoTime() - start < LOOKING_NANOS);
        return sleep(occasion, there);
    }

    private boolean sleep(Occasion occasion, BooleanSupplier there) {
        Duration deadline = occasion.deadline();
        lock.lock();
        try {
            long left = deadline.toNanos();
            while (!there.getAsBoolean()) {
                requireAlive(occasion);
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw occasion.givenUp("its thread was interrupted");
        } finally {
            lock.unlock();
        }
    }
}
