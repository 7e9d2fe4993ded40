package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one stream.
 *
 * <p>A chunk whose receiver is waiting goes from the socket straight to the receiver's memory; one that comes too early,
 * or whose receiver's memory is a heap array, waits in a pooled buffer, at most a window of them. A stream that has
 * failed stays failed: what still comes is thrown away, and its sender is told.
 */
final class Inbox {

    /** How much is taken in before the sender hears of it; an eighth keeps the window moving. */
    private static final long ACKNOWLEDGED_BYTES = Outbox.WINDOW_BYTES / 8;

    private record Piece(Frame frame, ByteBuffer bytes) {}

    /** A receiver that waits. */
    private static final class Arrival {

        private final MemorySegment into;
        private final boolean direct;
        private long filled;
        private long progressAt = System.nanoTime();
        private boolean busy; // its memory is being written to, outside the lock
        private boolean ended;

        Arrival(MemorySegment into) {
            this.into = into;
            // The link's thread cannot write to memory that is confined to the receiver's.
            this.direct = into.isNative() && into.isAccessibleBy(UNBORN);
        }

        boolean isReady() {
            return direct && !busy && !ended;
        }
    }

    private static final Thread UNBORN = Thread.ofPlatform().unstarted(() -> {});

    private final Tag tag;
    private final BufferPool pool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private @Nullable Arrival arrival;
    private @Nullable Link link;
    private @Nullable String failure;
    private long taken;
    private long acknowledged;

    Inbox(Tag tag, BufferPool pool) {
        this.tag = tag;
        this.pool = pool;
    }

    void receive(MemorySegment into, Duration deadline) {
        lock.lock();
        try {
            if (arrival != null) {
                throw new IllegalStateException("two threads receive " + tag);
            }
            var mine = new Arrival(into);
            arrival = mine;
            while (!mine.ended) {
                advance(mine, deadline);
            }
        } finally {
            arrival = null;
            lock.unlock();
        }
    }

    private void advance(Arrival mine, Duration deadline) {
        Piece piece = mine.busy ? null : pieces.poll();
        if (piece != null) {
            take(mine, piece);
        } else if (failure != null && !mine.busy) {
            throw new TransferFailed(failure);
        } else {
            await(mine, deadline);
        }
    }

    private void take(Arrival mine, Piece piece) {
        try {
            if (fits(mine, piece.frame)) {
                mine.busy = true;
                lock.unlock();
                try {
                    MemorySegment.copy(
                            MemorySegment.ofBuffer(piece.bytes), 0, mine.into, mine.filled, piece.frame.length());
                } finally {
                    lock.lock();
                    mine.busy = false;
                }
                taken(mine, piece.frame);
            }
        } finally {
            pool.give(piece.bytes);
        }
    }

    private boolean fits(Arrival mine, Frame frame) {
        boolean fits = frame.total() == mine.into.byteSize()
                && frame.offset() == mine.filled
                && frame.offset() + frame.length() <= frame.total();
        if (!fits && failure == null) {
            giveUp("bytes " + frame.offset() + " to " + (frame.offset() + frame.length()) + " of " + frame.total()
                    + " came from " + peer() + " under " + tag + ", where byte " + mine.filled + " of "
                    + mine.into.byteSize() + " was due");
        }
        return fits;
    }

    private void taken(Arrival mine, Frame frame) {
        mine.filled += frame.length();
        mine.ended = mine.filled == frame.total();
        mine.progressAt = System.nanoTime();
        taken += BufferPool.size(frame.length());
        if (taken - acknowledged >= ACKNOWLEDGED_BYTES && link != null) {
            acknowledged = taken;
            link.acknowledge(tag, taken);
        }
    }

    private void await(Arrival mine, Duration deadline) {
        long left = mine.progressAt + deadline.toNanos() - System.nanoTime();
        String reason = "nothing came from " + peer() + " under " + tag + " for " + deadline.toMillis() + " ms";
        if (left > 0) {
            try {
                long unused = changed.awaitNanos(left);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reason = "interrupted while receiving " + tag + " from " + peer();
            }
        }
        Link feeding = link;
        if (mine.busy && feeding != null) {
            // Only the end of the connection stops it from writing to memory that the caller may free.
            feeding.fail(reason);
            while (mine.busy) {
                changed.awaitUninterruptibly();
            }
        }
        giveUp(reason);
    }

    private String peer() {
        return link == null ? "anyone" : link.peer();
    }

    /** Takes a chunk off the link. */
    void accept(Link from, Frame frame) throws IOException {
        Arrival direct = null;
        String refusal;
        lock.lock();
        try {
            if (link == null) {
                link = from;
            } else if (link != from && failure == null) {
                failure = tag + " came from " + from.peer() + " and from " + link.peer();
            }
            refusal = failure;
            if (arrival != null && arrival.isReady() && pieces.isEmpty() && fits(arrival, frame)) {
                direct = arrival;
                direct.busy = true;
            }
        } finally {
            lock.unlock();
        }
        if (direct != null) {
            fill(direct, from, frame);
        } else {
            keep(from, frame, refusal);
        }
    }

    private void fill(Arrival direct, Link from, Frame frame) throws IOException {
        boolean whole = false;
        try {
            from.read(frame, direct.into.asSlice(direct.filled, frame.length()).asByteBuffer());
            whole = true;
        } finally {
            lock.lock();
            try {
                direct.busy = false;
                if (whole) {
                    taken(direct, frame);
                }
                if (!whole || direct.ended || !pieces.isEmpty()) {
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void keep(Link from, Frame frame, @Nullable String refusal) throws IOException {
        ByteBuffer buffer = pool.take(frame.length());
        boolean kept = false;
        try {
            from.read(frame, buffer);
            lock.lock();
            try {
                kept = failure == null;
                if (kept) {
                    pieces.add(new Piece(frame, buffer));
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        } finally {
            if (!kept) {
                pool.give(buffer);
            }
        }
        if (refusal != null) {
            from.abandon(frame.tag(), refusal);
        }
    }

    /** The stream has failed here: nothing of it is kept, and the sender is told. */
    void giveUp(String reason) {
        lock.lock();
        try {
            if (failure == null) {
                failure = reason;
                pieces.forEach(piece -> pool.give(piece.bytes));
                pieces.clear();
                if (link != null && !link.isBroken()) {
                    link.abandon(tag, reason);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come; what has come whole can still be received. */
    void end(String reason) {
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

    boolean isFedBy(Link source) {
        lock.lock();
        try {
            return link == source;
        } finally {
            lock.unlock();
        }
    }
}
