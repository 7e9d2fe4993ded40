package io.akkord.actors.wire.socket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Direct buffers that are used again, in sizes that are powers of two, from a page to a chunk. */
final class BufferPool {

    private static final int LEAST_SHIFT = 12;
    private static final int MOST_SHIFT = Integer.numberOfTrailingZeros(Frame.CHUNK_BYTES);

    /** Kept of each size; what two full windows need. */
    private static final long KEPT_BYTES = 2 * Outbox.WINDOW_BYTES;

    private final List<Deque<ByteBuffer>> idle = new ArrayList<>();

    BufferPool() {
        for (int shift = LEAST_SHIFT; shift <= MOST_SHIFT; shift++) {
            idle.add(new ArrayDeque<>());
        }
    }

    /** Bytes of the buffer that holds {@code length} bytes; also what they count for in a window. */
    static int size(int length) {
        return 1 << Math.max(LEAST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, length - 1)));
    }

    /** A buffer that holds {@code length} bytes, its limit there. */
    ByteBuffer take(int length) {
        int size = size(length);
        Deque<ByteBuffer> free = free(size);
        ByteBuffer buffer;
        synchronized (free) {
            buffer = free.poll();
        }
        return (buffer == null ? ByteBuffer.allocateDirect(size) : buffer.clear()).limit(length);
    }

    void give(ByteBuffer buffer) {
        Deque<ByteBuffer> free = free(buffer.capacity());
        synchronized (free) {
            if ((free.size() + 1L) * buffer.capacity() <= KEPT_BYTES) {
                free.push(buffer);
            }
        }
    }

    private Deque<ByteBuffer> free(int size) {
        return idle.get(Integer.numberOfTrailingZeros(size) - LEAST_SHIFT);
    }
}
