package io.akkord.policies.tensor;

import ai.djl.pytorch.jni.Torch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An array in libtorch's memory that must be closed, by a {@link Scope} or by hand.
 *
 * <p>The memory is always torch's own. DJL's usual way in, a tensor around a Java buffer, frees the buffer while a graph
 * still reads it: after a garbage collection every gradient was wrong (measured 300 of 300). So data goes in and out
 * through {@link #memory}, and that view dies with the tensor: using it later throws instead of reading freed memory.
 *
 * <p>A tensor belongs to the device thread that made it.
 */
public final class Tensor implements AutoCloseable {

    private static final AtomicLong OPEN = new AtomicLong();

    private long handle;
    private @Nullable Arena lifetime;

    Tensor(long handle) {
        this.handle = handle;
        OPEN.incrementAndGet();
    }

    /** A tensor of zeros; the caller closes it. */
    public static Tensor zeros(ElementType type, long... shape) {
        Device.requireThread();
        return new Tensor(Torch.zeros(type.code(), shape));
    }

    /** How many tensors of this process are open; a test that it returns to where it was proves that nothing leaks. */
    public static long open() {
        return OPEN.get();
    }

    /** Sizes, outermost first. */
    public long[] shape() {
        return Torch.shape(handle());
    }

    public ElementType type() {
        return ElementType.of(Torch.type(handle()));
    }

    /** How many elements there are. */
    public long elements() {
        long product = 1;
        for (long size : shape()) {
            product *= size;
        }
        return product;
    }

    /**
     * The tensor's own memory, row-major, of any size; what is written there the tensor holds.
     *
     * @throws IllegalStateException if the tensor is a view with gaps; accesses throw it once the tensor is closed
     */
    @SuppressWarnings("restricted")
    public MemorySegment memory() {
        if (!Torch.isContiguous(handle())) {
            throw new IllegalStateException("a tensor with gaps has no memory of its own; make it contiguous first");
        }
        Arena arena = lifetime;
        if (arena == null) {
            arena = Arena.ofConfined();
            lifetime = arena;
        }
        return MemorySegment.ofAddress(address()).reinterpret(elements() * type().bytes(), arena, null);
    }

    /** A copy of a float64 tensor's elements, row-major. */
    public double[] doubles() {
        if (type() != ElementType.FLOAT64) {
            throw new IllegalStateException("the tensor's elements are " + type() + ", not FLOAT64");
        }
        return memory().toArray(ValueLayout.JAVA_DOUBLE);
    }

    /** Whether gradients with respect to this tensor may be asked for. */
    public void requireGradient(boolean required) {
        Torch.requireGradient(handle(), required);
    }

    public boolean requiresGradient() {
        return Torch.requiresGradient(handle());
    }

    @Override
    public void close() {
        if (handle != 0) {
            if (lifetime != null) {
                lifetime.close();
            }
            Torch.deleteTensor(handle);
            handle = 0;
            OPEN.decrementAndGet();
        }
    }

    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("the tensor is closed");
        }
        return handle;
    }

    /** Where the elements are. A buffer ends at 2 GiB, so it is asked for one outermost slice, or for a lone number. */
    private long address() {
        if (elements() == 0) {
            return 0;
        }
        if (elements() * type().bytes() <= Integer.MAX_VALUE) {
            return MemorySegment.ofBuffer(Torch.memory(handle)).address();
        }
        long first = Torch.slice(handle, 0, 1);
        try {
            return MemorySegment.ofBuffer(Torch.memory(first)).address();
        } finally {
            Torch.deleteTensor(first);
        }
    }
}
