package io.akkord.policies.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A tensor in host memory, row-major, little-endian.
 *
 * @param type how a number is stored
 * @param shape sizes, outermost first; empty for one number
 * @param data exactly as many bytes as shape and type need; mapped from a file (then read-only), native or on the heap,
 *     and not always aligned
 */
public record HostTensor(DType type, long[] shape, MemorySegment data) {

    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public HostTensor {
        long bytes = Math.multiplyExact(elements(shape), type.bytes());
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException("tensor of " + bytes + " bytes was given " + data.byteSize() + " bytes");
        }
    }

    /** An F32 tensor that copies {@code values}. */
    public static HostTensor of(float[] values, long... shape) {
        var data = MemorySegment.ofArray(new float[values.length]);
        MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
        return new HostTensor(DType.F32, shape, data);
    }

    /** An F64 tensor that copies {@code values}. */
    public static HostTensor of(double[] values, long... shape) {
        var data = MemorySegment.ofArray(new double[values.length]);
        MemorySegment.copy(values, 0, data, DOUBLE, 0, values.length);
        return new HostTensor(DType.F64, shape, data);
    }

    public long elements() {
        return elements(shape);
    }

    /** A tensor of zeros on the heap, aligned for any type. */
    public static HostTensor zeros(DType type, long... shape) {
        long bytes = Math.multiplyExact(elements(shape), type.bytes());
        var data = MemorySegment.ofArray(new long[Math.toIntExact(Math.ceilDiv(bytes, Long.BYTES))]);
        return new HostTensor(type, shape, data.asSlice(0, bytes));
    }

    /**
     * Neighbouring rows, which share this tensor's memory, or neighbouring columns of a matrix, which are copied.
     *
     * @param dimension 0 for rows, 1 for columns
     * @param from the first
     * @param to the one after the last
     */
    public HostTensor slice(int dimension, long from, long to) {
        long[] sliced = shape.clone();
        sliced[dimension] = to - from;
        if (dimension == 0) {
            long row = shape[0] == 0 ? 0 : data.byteSize() / shape[0];
            return new HostTensor(type, sliced, data.asSlice(from * row, (to - from) * row));
        }
        HostTensor columns = zeros(type, sliced);
        copyColumns(from, columns, 0, to - from);
        return columns;
    }

    /**
     * Writes a slice back, as {@link #slice} takes it out.
     *
     * @param from where it begins in the dimension
     */
    public void fill(HostTensor slice, int dimension, long from) {
        if (dimension == 0) {
            long row = data.byteSize() / shape[0];
            data.asSlice(from * row, slice.data.byteSize()).copyFrom(slice.data);
        } else {
            slice.copyColumns(0, this, from, slice.shape[1]);
        }
    }

    private void copyColumns(long from, HostTensor target, long to, long count) {
        long bytes = type.bytes();
        for (long row = 0; row < shape[0]; row++) {
            MemorySegment.copy(
                    data,
                    (row * shape[1] + from) * bytes,
                    target.data,
                    (row * target.shape[1] + to) * bytes,
                    count * bytes);
        }
    }

    /** The same numbers as {@code wanted}: exact where it is wider, to nearest (ties to even) where it is narrower. */
    public HostTensor as(DType wanted) {
        if (wanted == type) {
            return this;
        }
        return switch (wanted) {
            case F64 -> of(toDoubles(), shape);
            case F32 -> of(toFloats(), shape);
            case F16, BF16 -> narrowed(wanted);
            case I64 -> throw new IllegalArgumentException("a floating tensor has no exact I64 form");
        };
    }

    /** All numbers in row-major order; exact unless the tensor is F64, which is rounded to nearest. */
    public float[] toFloats() {
        var values = new float[Math.toIntExact(elements())];
        switch (type) {
            case F32 -> MemorySegment.copy(data, FLOAT, 0, values, 0, values.length);
            case F64, F16, BF16, I64 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) at(i);
                }
            }
        }
        return values;
    }

    /** All numbers in row-major order, exactly. */
    public double[] toDoubles() {
        var values = new double[Math.toIntExact(elements())];
        if (type == DType.F64) {
            MemorySegment.copy(data, DOUBLE, 0, values, 0, values.length);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i);
        }
        return values;
    }

    private double at(long index) {
        return switch (type) {
            case F64 -> data.get(DOUBLE, index * Double.BYTES);
            case F32 -> data.get(FLOAT, index * Float.BYTES);
            case F16 -> HalfPrecision.widenFloat16(data.get(SHORT, index * Short.BYTES));
            case BF16 -> HalfPrecision.widenBfloat16(data.get(SHORT, index * Short.BYTES));
            case I64 -> throw new IllegalStateException("an I64 tensor is counted with, not computed with");
        };
    }

    private HostTensor narrowed(DType wanted) {
        var narrow = MemorySegment.ofArray(new short[Math.toIntExact(elements())]);
        for (long i = 0; i < elements(); i++) {
            short bits =
                    wanted == DType.F16 ? HalfPrecision.narrowToFloat16(at(i)) : HalfPrecision.narrowToBfloat16(at(i));
            narrow.set(SHORT, i * Short.BYTES, bits);
        }
        return new HostTensor(wanted, shape, narrow);
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
