package io.akkord.policies.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.Torch;
import io.akkord.policies.tensor.Device.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DeviceTest {

    @Test
    void jobsRunInOrderOnOneThread() {
        try (var device = Device.open("a", interval -> {})) {
            var order = new ArrayList<Integer>();
            var threads = new ArrayList<CompletableFuture<Thread>>();
            for (int i = 0; i < 100; i++) {
                int job = i;
                threads.add(device.submit("", () -> {
                    order.add(job);
                    return Thread.currentThread();
                }));
            }
            Thread first = threads.getFirst().join();
            threads.forEach(thread -> assertSame(first, thread.join()));
            assertEquals(100, order.size());
            for (int i = 0; i < 100; i++) {
                assertEquals(i, order.get(i));
            }
        }
    }

    @Test
    void aJobThatThrowsLeavesTheDeviceWorking() {
        try (var device = Device.open("a", interval -> {})) {
            var failed = device.submit("", () -> {
                throw new IllegalArgumentException("mine");
            });
            var next = device.submit("", () -> 7);
            var thrown = assertThrows(CompletionException.class, failed::join);
            assertInstanceOf(IllegalArgumentException.class, thrown.getCause());
            assertEquals(7, next.join());
        }
    }

    @Test
    void closingFinishesWhatIsQueuedAndRefusesMore() {
        var device = Device.open("a", interval -> {});
        var gate = new CountDownLatch(1);
        device.submit("", () -> {
            gate.await();
            return 0;
        });
        var queued = device.submit("", () -> 3);
        gate.countDown();
        device.close();
        assertEquals(3, queued.join());
        var late = assertThrows(
                CompletionException.class, () -> device.submit("", () -> 4).join());
        assertInstanceOf(RejectedExecutionException.class, late.getCause());
    }

    @Test
    void theTraceHearsOfNamedJobsOnly() {
        List<Interval> trace = new CopyOnWriteArrayList<>();
        try (var device = Device.open("cpu3", trace::add)) {
            device.submit("", () -> 0);
            device.submit("-poll", () -> 0);
            device.submit("train-policy", () -> 0);
        }
        assertEquals(1, trace.size());
        assertEquals("cpu3", trace.getFirst().device());
        assertEquals("train-policy", trace.getFirst().label());
        assertTrue(trace.getFirst().endNanos() >= trace.getFirst().startNanos());
    }

    /** The trap: grad mode sticks to a thread, so one job's leftover made the next job's inference build graphs. */
    @Test
    void gradientsAreOffForEachJobWhateverTheLastOneLeftBehind() {
        try (var device = Device.open("a", interval -> {})) {
            assertFalse(device.submit("", Torch::recordsGradients).join());
            device.submit("", () -> {
                Torch.recordGradients(true);
                return 0;
            });
            assertFalse(device.submit("", Torch::recordsGradients).join());
        }
    }

    /** The trap: a thread that is not a device's starts with gradients on. */
    @Test
    void tensorsAreRefusedOffADevicesThread() throws InterruptedException {
        OnDevice.run(() -> {});
        var recorded = new CompletableFuture<Boolean>();
        Thread.ofPlatform()
                .start(() -> recorded.complete(Torch.recordsGradients()))
                .join();
        assertTrue(recorded.join(), "torch has changed: new threads no longer record gradients");
        var refused = assertThrows(IllegalStateException.class, () -> Tensor.zeros(ElementType.FLOAT32, 1));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("tensors belong on a device's thread"));
        assertThrows(IllegalStateException.class, () -> new Script(""));
    }

    @Test
    void gradientsAreOffAgainWhenARecordedComputationThrows() {
        OnDevice.run(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Tape.record(() -> {
                        throw new IllegalStateException("mine");
                    }));
            assertFalse(Torch.recordsGradients());
        });
    }
}
