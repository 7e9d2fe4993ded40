package io.akkord.policies.tensor;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Asks glibc to keep the memory that tensors free for the tensors that come next.
 *
 * <p>By default it hands freed blocks of a few megabytes back to the kernel, and every pass faults the same pages in
 * again: a tenth of a training step. What stays is never more than the most that was in use at once. Other C libraries
 * are left as they are.
 */
final class Allocator {

    /** Parameters of {@code mallopt(3)} and the values they get. */
    private enum Setting {
        /** How much free memory at the end of the heap goes back to the kernel. */
        TRIM_THRESHOLD(-1, Integer.MAX_VALUE),
        /** How much more than needed the heap grows by; address space only. Also keeps the heaps of other threads. */
        TOP_PAD(-2, 1 << 30),
        /** From which size on a block is mapped on its own; 32 MiB is the most that glibc takes. */
        MMAP_THRESHOLD(-3, 32 << 20);

        private final int parameter;
        private final int value;

        Setting(int parameter, int value) {
            this.parameter = parameter;
            this.value = value;
        }
    }

    private Allocator() {}

    /** Sets the process's allocator; doing it again changes nothing. */
    @SuppressWarnings("restricted")
    static void keepFreedMemory() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
        if (mallopt.isEmpty()) {
            return;
        }
        var signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        MethodHandle call = linker.downcallHandle(mallopt.get(), signature);
        try {
            for (Setting setting : Setting.values()) {
                int accepted = (int) call.invokeExact(setting.parameter, setting.value);
                if (accepted == 0) {
                    return; // an allocator that only borrows the name; slower, not wrong
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException("mallopt cannot be called", e);
        }
    }
}
