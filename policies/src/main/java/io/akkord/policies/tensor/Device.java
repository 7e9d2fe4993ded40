package io.akkord.policies.tensor;

import ai.djl.pytorch.jni.Torch;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device is one platform thread that lives as long as the device does.
 *
 * <p>libtorch keeps its settings thread by thread, and a new thread starts with the wrong ones: it records gradients,
 * profiles graphs and calls in helpers. An executor may replace an idle thread and lose them silently; this thread is
 * never replaced, and gradients are switched off again before each job, whatever the job before left behind. Tensors can
 * be made on such threads only.
 */
public final class Device implements AutoCloseable {

    /**
     * When a device was busy with a job.
     *
     * @param device its name
     * @param label what the job was called
     * @param startNanos as {@link System#nanoTime()}
     * @param endNanos likewise
     */
    public record Interval(String device, String label, long startNanos, long endNanos) {}

    private final String name;
    private final Consumer<Interval> trace;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final DeviceThread thread;
    private final Object lock = new Object();
    private boolean closed;

    private Device(String name, Consumer<Interval> trace) {
        this.name = name;
        this.trace = trace;
        this.thread = new DeviceThread("device-" + name);
    }

    /** Opens a device on this machine's processor; {@code trace} hears of each finished job, on the device's thread. */
    public static Device open(String name, Consumer<Interval> trace) {
        var device = new Device(name, trace);
        device.thread.start();
        return device;
    }

    public String name() {
        return name;
    }

    /**
     * Queues a job behind those before it.
     *
     * @param label what the trace calls it; not traced if empty or starting with {@code -}
     * @return completes on the device's thread, exceptionally with what {@code work} throws
     */
    public <T> CompletableFuture<T> submit(String label, Callable<T> work) {
        var result = new CompletableFuture<T>();
        synchronized (lock) {
            if (closed) {
                result.completeExceptionally(new RejectedExecutionException("device " + name + " is closed"));
            } else {
                queue.add(() -> work(label, work, result));
            }
        }
        return result;
    }

    /** Finishes what is queued, then ends the thread and waits for that. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                queue.add(() -> thread.finished = true);
            }
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> void work(String label, Callable<T> work, CompletableFuture<T> result) {
        long start = System.nanoTime();
        try {
            thread.requireLoaded();
            Torch.recordGradients(false);
            T value = work.call();
            traced(label, start);
            result.complete(value);
        } catch (Throwable e) { // whatever it is, it is the caller's to handle
            traced(label, start);
            result.completeExceptionally(e);
        }
    }

    private void traced(String label, long start) {
        if (!label.isEmpty() && label.charAt(0) != '-') {
            trace.accept(new Interval(name, label, start, System.nanoTime()));
        }
    }

    /**
     * Refuses to touch tensors on a thread that has torch's own settings.
     *
     * @throws IllegalStateException off a device's thread
     */
    static void requireThread() {
        if (!(Thread.currentThread() instanceof DeviceThread)) {
            throw new IllegalStateException("tensors belong on a device's thread, this is "
                    + Thread.currentThread().getName());
        }
    }

    private final class DeviceThread extends Thread {

        private boolean finished;
        private @Nullable Throwable unloaded;

        private DeviceThread(String threadName) {
            super(threadName);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Allocator.keepFreedMemory();
                Torch.load();
                Torch.prepareThread();
            } catch (Throwable e) { // each job is told, instead of waiting for a thread that has died
                unloaded = e;
            }
            while (!finished) {
                try {
                    queue.take().run();
                } catch (InterruptedException e) {
                    // Nobody may end a device but close(); a job that was interrupted has said so in its result.
                    continue;
                }
            }
        }

        private void requireLoaded() {
            if (unloaded != null) {
                throw new IllegalStateException(
                        "libtorch could not be loaded for " + getName() + ": " + unloaded.getMessage(), unloaded);
            }
        }
    }
}
