package io.akkord.actors.wire;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Bytes that lie in several places and are sent as one row, without being put together first. */
final class BulkPayload {

    private final List<MemorySegment> parts;
    private final long bytes;

    BulkPayload(List<MemorySegment> parts) {
        this.parts = List.copyOf(parts);
        this.bytes = parts.stream().mapToLong(MemorySegment::byteSize).sum();
    }

    long bytes() {
        return bytes;
    }

    /** A view where the slice lies in one part that a buffer can be a view of, else a copy. */
    MemorySegment slice(long offset, long length) {
        long start = 0;
        MemorySegment copy = null;
        long copied = 0;
        for (MemorySegment part : parts) {
            long from = Math.max(0, offset - start);
            long take = Math.min(part.byteSize() - from, length - copied);
            start += part.byteSize();
            if (take <= 0) {
                continue;
            }
            if (take == length && hasBuffer(part)) {
                return part.asSlice(from, length);
            }
            copy = copy == null ? MemorySegment.ofArray(new byte[Math.toIntExact(length)]) : copy;
            MemorySegment.copy(part, from, copy, copied, take);
            copied += take;
            if (copied == length) {
                return copy;
            }
        }
        throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + bytes);
    }

    /** Native memory and byte arrays do; arrays of numbers do not. */
    private static boolean hasBuffer(MemorySegment part) {
        return part.isNative()
                || part.heapBase().filter(byte[].class::isInstance).isPresent();
    }
}
