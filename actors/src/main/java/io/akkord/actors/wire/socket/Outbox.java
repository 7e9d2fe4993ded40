package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import io.akkord.actors.wire.socket.Frame.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sending end of one stream: cuts messages into chunks, never further ahead of the receiver than the window. */
final class Outbox {

    /** What may be on its way, and so what a receiver that does nothing has to keep; more gains nothing at 10 Gbit/s. */
    static final long WINDOW_BYTES = 16 << 20;

    private final Tag tag;
    private final Link link;
    private final BufferPool pool;
    private final ReentrantLock message = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long sent;
    private long acknowledged;
    private @Nullable String failure;

    Outbox(Tag tag, Link link, BufferPool pool) {
        this.tag = tag;
        this.link = link;
        this.pool = pool;
    }

    Link link() {
        return link;
    }

    void send(MemorySegment bytes, Duration deadline) {
        message.lock();
        try {
            long offset = 0;
            do {
                int length = Math.toIntExact(Math.min(Frame.CHUNK_BYTES, bytes.byteSize() - offset));
                claim(BufferPool.size(length), deadline);
                send(bytes, offset, length, deadline);
                offset += length;
            } while (offset < bytes.byteSize());
        } catch (TransferFailed e) {
            giveUp(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            message.unlock();
        }
    }

    private void send(MemorySegment bytes, long offset, int length, Duration deadline) {
        if (bytes.isNative()) {
            write(bytes.byteSize(), offset, bytes.asSlice(offset, length).asByteBuffer(), deadline);
            return;
        }
        ByteBuffer copy = pool.take(length);
        try {
            MemorySegment.copy(bytes, offset, MemorySegment.ofBuffer(copy), 0, length);
            write(bytes.byteSize(), offset, copy, deadline);
        } finally {
            pool.give(copy);
        }
    }

    private void write(long total, long offset, ByteBuffer chunk, Duration deadline) {
        int checksum = Frame.checksum(chunk.duplicate());
        link.write(new Frame(Kind.CHUNK, tag, total, offset, chunk.remaining(), checksum), chunk, deadline);
    }

    /** Waits for room in the window. */
    private void claim(int size, Duration deadline) {
        lock.lock();
        try {
            long before = acknowledged;
            long left = deadline.toNanos();
            while (failure == null && sent + size > acknowledged + WINDOW_BYTES) {
                if (acknowledged != before) {
                    before = acknowledged;
                    left = deadline.toNanos();
                }
                if (left <= 0) {
                    fail(link.peer() + " has taken nothing of stream " + tag.stream() + " for " + deadline.toMillis()
                            + " ms");
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            if (failure != null) {
                throw new TransferFailed(failure);
            }
            sent += size;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferFailed("interrupted while sending to " + link.peer(), e);
        } finally {
            lock.unlock();
        }
    }

    void acknowledge(long bytes) {
        lock.lock();
        try {
            acknowledged = Math.max(acknowledged, bytes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing any more, and tells the receiver. */
    void giveUp(String reason) {
        fail(reason);
        if (!link.isBroken()) {
            link.abandon(tag, reason);
        }
    }

    /** Sends nothing any more; only the first reason counts. */
    void fail(String reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
