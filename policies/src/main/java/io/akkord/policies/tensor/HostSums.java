package io.akkord.policies.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Element-wise sums of arrays in host memory, in native order, each rounded once.
 *
 * <p>The launcher leaves out the JVM's second compiler, and the first one needs a call for each access to a segment: a
 * plain loop takes 40 times as long as {@code axpy} with a factor of one in libtorch's BLAS, which gives the same bits.
 * Where libtorch is not loaded or has no such function, blocks are copied to the heap, added there and copied back, in
 * four times as long.
 */
public final class HostSums {

    private static final int BLOCK = 2048;

    private HostSums() {}

    /** Found once, when the first sum is made. */
    private static final class Blas {

        private static final @Nullable MethodHandle FLOATS = axpy("cblas_saxpy", JAVA_FLOAT);
        private static final @Nullable MethodHandle DOUBLES = axpy("cblas_daxpy", JAVA_DOUBLE);

        @SuppressWarnings("restricted")
        private static @Nullable MethodHandle axpy(String name, ValueLayout element) {
            var type = FunctionDescriptor.ofVoid(JAVA_INT, element, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
            return SymbolLookup.loaderLookup()
                    .find(name)
                    .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, type, Linker.Option.critical(true)))
                    .orElse(null);
        }
    }

    /**
     * Adds one array to another.
     *
     * @param into changed; fewer than 2^31 elements
     * @param from as long
     * @throws IllegalArgumentException if it is not
     */
    public static void add(MemorySegment into, MemorySegment from, ElementType type) {
        if (from.byteSize() != into.byteSize()) {
            throw new IllegalArgumentException(
                    "an array of " + from.byteSize() + " bytes cannot be added to one of " + into.byteSize());
        }
        MethodHandle axpy = switch (type) {
            case FLOAT32 -> Blas.FLOATS;
            case FLOAT64 -> Blas.DOUBLES;
            case INT64 -> null;
        };
        if (axpy == null) {
            addBlocks(into, from, type);
        } else {
            addNatively(axpy, into, from, type);
        }
    }

    private static void addNatively(MethodHandle axpy, MemorySegment into, MemorySegment from, ElementType type) {
        int length = Math.toIntExact(into.byteSize() / type.bytes());
        try {
            if (type == ElementType.FLOAT32) {
                axpy.invokeExact(length, 1f, from, 1, into, 1);
            } else {
                axpy.invokeExact(length, 1.0, from, 1, into, 1);
            }
        } catch (Throwable e) { // the type of every method handle's exceptions
            throw new IllegalStateException("arrays could not be added", e);
        }
    }

    /** The same without libtorch. */
    static void addBlocks(MemorySegment into, MemorySegment from, ElementType type) {
        long block = (long) BLOCK * type.bytes();
        for (long at = 0; at < into.byteSize(); at += block) {
            long bytes = Math.min(block, into.byteSize() - at);
            addBlock(into.asSlice(at, bytes), from.asSlice(at, bytes), type);
        }
    }

    private static void addBlock(MemorySegment into, MemorySegment from, ElementType type) {
        switch (type) {
            case FLOAT32 -> {
                float[] sums = into.toArray(JAVA_FLOAT_UNALIGNED);
                float[] terms = from.toArray(JAVA_FLOAT_UNALIGNED);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += terms[i];
                }
                into.copyFrom(MemorySegment.ofArray(sums));
            }
            case FLOAT64 -> {
                double[] sums = into.toArray(JAVA_DOUBLE_UNALIGNED);
                double[] terms = from.toArray(JAVA_DOUBLE_UNALIGNED);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += terms[i];
                }
                into.copyFrom(MemorySegment.ofArray(sums));
            }
            case INT64 -> {
                long[] sums = into.toArray(JAVA_LONG_UNALIGNED);
                long[] terms = from.toArray(JAVA_LONG_UNALIGNED);
                Arrays.setAll(sums, i -> sums[i] + terms[i]);
                into.copyFrom(MemorySegment.ofArray(sums));
            }
        }
    }
}
