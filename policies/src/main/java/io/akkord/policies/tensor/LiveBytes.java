package io.akkord.policies.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the bytes that tensors ask for and have not freed, and the most there were at once, by standing in for
 * libtorch's CPU allocator.
 *
 * <p>Handles see the results of scripts alone; what autograd keeps for the way back and what an operator needs for a
 * moment have none. But all of it passes {@code c10::Allocator::allocate}, and is freed by the function that comes back
 * with the memory. So a copy of the allocator's table of virtual functions is installed whose {@code allocate} calls ours,
 * which calls the real one, notes the size that was asked for (before any alignment) and puts our function in the place of
 * the one that frees. Buffers inside MKL and oneDNN do not come this way. Measuring costs microseconds an allocation;
 * where nothing measures, nothing is installed.
 *
 * <p>Tied to the layout of {@code c10::DataPtr} in libstdc++, which is checked. One at a time, in the whole process.
 */
public final class LiveBytes implements AutoCloseable {

    /** {@code c10::DataPtr}: the memory, the function that frees, what that is called with, and the device. */
    private static final StructLayout BLOCK =
            MemoryLayout.structLayout(ADDRESS, ADDRESS, ADDRESS, JAVA_BYTE, JAVA_BYTE, MemoryLayout.paddingLayout(6));

    private static final long FREE = ADDRESS.byteSize();
    private static final long CONTEXT = 2 * ADDRESS.byteSize();

    /** Functions of the table in front of {@code allocate}, which are two destructors, and in all. */
    private static final int ALLOCATE = 2;

    private static final int FUNCTIONS = 7;

    /** What stands in a table in front of its first function: an offset and the type. */
    private static final int PREAMBLE = 2;

    private static final byte PRIORITY = 100;
    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle install = function("_ZN3c1015SetCPUAllocatorEPNS_9AllocatorEh", ADDRESS, JAVA_BYTE);
    private final MemorySegment original;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final MemorySegment onFree;
    private final Map<Long, Long> sizes = new HashMap<>();
    private long live;
    private long peak;

    private LiveBytes() throws Throwable {
        MethodHandle current =
                LINKER.downcallHandle(symbol("_ZN3c1015GetCPUAllocatorEv"), FunctionDescriptor.of(ADDRESS));
        this.original = (MemorySegment) current.invokeExact();
        MemorySegment table = table(original);
        var allocating = FunctionDescriptor.of(BLOCK, ADDRESS, JAVA_LONG);
        this.allocate = LINKER.downcallHandle(function(table, ALLOCATE), allocating);
        this.free = LINKER.downcallHandle(freeing(), FunctionDescriptor.ofVoid(ADDRESS));

        // Memory may be freed long after measuring ended, so the functions stay for good.
        var lookup = MethodHandles.lookup();
        this.onFree = LINKER.upcallStub(
                lookup.findVirtual(LiveBytes.class, "free", MethodType.methodType(void.class, MemorySegment.class))
                        .bindTo(this),
                FunctionDescriptor.ofVoid(ADDRESS),
                Arena.global());
        MethodHandle counted = lookup.findVirtual(
                        LiveBytes.class, "allocate", MethodType.methodType(MemorySegment.class, long.class))
                .bindTo(this);
        MemorySegment onAllocate = LINKER.upcallStub(
                MethodHandles.dropArguments(counted, 0, MemorySegment.class), allocating, Arena.global());
        MemorySegment copy = Arena.global().allocate(table.byteSize());
        copy.copyFrom(table);
        copy.setAtIndex(ADDRESS, PREAMBLE + ALLOCATE, onAllocate);
        MemorySegment allocator = Arena.global().allocate(ADDRESS);
        allocator.set(ADDRESS, 0, copy.asSlice(PREAMBLE * ADDRESS.byteSize()));
        install.invokeExact(allocator, PRIORITY);
    }

    /**
     * Counts from now on, from zero, on the calling device thread and all others.
     *
     * @throws UnsupportedOperationException where libtorch is laid out in a way that this class does not know
     */
    public static LiveBytes count() {
        Device.requireThread();
        try {
            return new LiveBytes();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("libtorch's allocator cannot be replaced", e);
        }
    }

    /** Bytes asked for since counting began, and not freed. */
    public synchronized long live() {
        return live;
    }

    /** The most that were live at once since counting began, or since {@link #forgetPeak}. */
    public synchronized long peak() {
        return peak;
    }

    /** Lets the peak begin again at what is live now. */
    public synchronized void forgetPeak() {
        peak = live;
    }

    /** Puts the allocator back that was there. */
    @Override
    public void close() {
        try {
            install.invokeExact(original, PRIORITY);
        } catch (Throwable e) {
            throw new IllegalStateException("libtorch's allocator cannot be put back", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // libtorch calls it
    private MemorySegment allocate(long bytes) {
        try {
            var block = (MemorySegment) allocate.invokeExact((SegmentAllocator) Arena.ofAuto(), original, bytes);
            if (bytes > 0) {
                note(block.get(ADDRESS, CONTEXT).address(), bytes);
                block.set(ADDRESS, FREE, onFree);
            }
            return block;
        } catch (Throwable e) {
            throw new IllegalStateException("out of memory for a tensor of " + bytes + " bytes", e);
        }
    }

    private synchronized void note(long address, long bytes) {
        sizes.put(address, bytes);
        live += bytes;
        peak = Math.max(peak, live);
    }

    @SuppressWarnings("UnusedMethod") // libtorch calls it
    private void free(MemorySegment memory) {
        synchronized (this) {
            Long bytes = sizes.remove(memory.address());
            live -= bytes == null ? 0 : bytes;
        }
        try {
            free.invokeExact(memory);
        } catch (Throwable e) {
            throw new IllegalStateException("a tensor cannot be freed", e);
        }
    }

    /** The function that frees what the real allocator gives, taken from a block of it. */
    private MemorySegment freeing() throws Throwable {
        var block = (MemorySegment) allocate.invokeExact((SegmentAllocator) Arena.global(), original, 1L);
        MemorySegment memory = block.get(ADDRESS, 0);
        if (memory.address() == 0
                || memory.address() != block.get(ADDRESS, CONTEXT).address()) {
            throw new UnsupportedOperationException("tensors can be counted with libstdc++ on Linux only");
        }
        return block.get(ADDRESS, FREE);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment table(MemorySegment object) {
        MemorySegment first = object.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
        long preamble = PREAMBLE * ADDRESS.byteSize();
        return MemorySegment.ofAddress(first.address() - preamble)
                .reinterpret(preamble + FUNCTIONS * ADDRESS.byteSize());
    }

    private static MemorySegment function(MemorySegment table, int index) {
        return table.getAtIndex(ADDRESS, PREAMBLE + index);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(arguments));
    }

    private static MemorySegment symbol(String name) {
        return SymbolLookup.loaderLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("this libtorch has no " + name));
    }
}
