package io.akkord.actors.collective;

import io.akkord.policies.parallel.Collective.Pending;
import io.akkord.policies.parallel.CollectiveFailed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Carries out one rank's collectives one after the other: those that were started on a thread of their own, others on the caller's. */
final class Turns implements AutoCloseable {

    private final String name;
    private @Nullable ExecutorService thread;
    private @Nullable Future<?> last;

    Turns(String name) {
        this.name = name;
    }

    /** Begins when what was started before has ended. */
    Pending start(Runnable collective) {
        ExecutorService started = thread;
        if (started == null) {
            started = Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("collective-" + name).factory());
            thread = started;
        }
        Future<?> future = started.submit(collective);
        last = future;
        return () -> await(future);
    }

    /** Waits for what was started before, then works on this thread, which saves two changes of threads. */
    void run(Runnable collective) {
        Future<?> before = last;
        last = null;
        if (before != null) {
            await(before);
        }
        collective.run();
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CollectiveFailed failed) {
                throw new CollectiveFailed(String.valueOf(failed.getMessage()), failed);
            }
            throw new IllegalStateException("a collective broke: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CollectiveFailed("interrupted while waiting for a collective", e);
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdown();
        }
    }
}
