package io.akkord.policies.tensor;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/** One device for all tests of this process that need no device of their own. */
public final class OnDevice {

    private static final Device DEVICE = Device.open("tests", interval -> {});

    private OnDevice() {}

    /** Runs work on the device's thread and waits; what it throws is thrown here. */
    public static <T> T call(Callable<T> work) {
        try {
            return DEVICE.submit("", work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs work on the device's thread and waits. */
    public static void run(Work work) {
        call(() -> {
            work.run();
            return 0;
        });
    }

    /** Work that answers nothing. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
