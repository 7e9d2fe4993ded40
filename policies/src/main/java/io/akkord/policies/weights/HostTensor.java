package io.akkord.policies.weights;

import java.lang.foreign.MemorySegment;

/**
 * A tensor in host memory, row-major, little-endian.
 *
 * @param type how a number is stored
 * @param shape sizes, outermost first; empty for one number
 * @param data exactly as many bytes as shape and type need
 */
public record HostTensor(DType type, long[] shape, MemorySegment data) {

    public HostTensor {
        long bytes = elements(shape) * type.bytes();
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException("tensor of " + bytes + " bytes was given " + data.byteSize() + " bytes");
        }
    }

    public long elements() {
        return elements(shape);
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
