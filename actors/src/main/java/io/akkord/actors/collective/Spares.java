package io.akkord.actors.collective;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers for copies; those of a size that comes again are used again, since fresh memory costs more than a copy. */
final class Spares {

    /** Kept for later; a pipeline has no more messages under way. */
    private static final int KEPT = 16;

    private final Deque<MemorySegment> buffers = new ArrayDeque<>();

    MemorySegment copy(MemorySegment array) {
        return take(array.byteSize()).copyFrom(array);
    }

    private synchronized MemorySegment take(long bytes) {
        for (MemorySegment buffer : buffers) {
            if (buffer.byteSize() == bytes) {
                buffers.remove(buffer);
                return buffer;
            }
        }
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    synchronized void give(MemorySegment buffer) {
        buffers.addFirst(buffer);
        if (buffers.size() > KEPT) {
            buffers.removeLast();
        }
    }
}
