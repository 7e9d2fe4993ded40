package io.akkord.actors.wire.socket;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection, its bytes counted and its waits bounded.
 *
 * <p>A blocking socket knows no deadline for writing, so whoever must not wait for ever says so first; the plane's watch
 * closes what is overdue, and the blocked thread wakes with an exception. Small frames are read ahead, many in one call
 * of the system; what fills a large buffer goes there without a stop.
 */
final class Wire implements AutoCloseable {

    private static final int AHEAD_BYTES = 16 << 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Traffic traffic;
    private final ByteBuffer ahead = ByteBuffer.allocateDirect(AHEAD_BYTES).flip();
    private Pipe pipe;
    private volatile long overdueAt; // 0 for never

    Wire(SocketChannel channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
        this.pipe = new Pipe.Plain(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Encrypts from here on; before any byte. */
    void wrap(Pipe encrypted) {
        pipe = encrypted;
    }

    /** From now until {@link #rest} the connection has that long, or is closed. */
    void hurry(Duration deadline) {
        overdueAt = Math.max(1, System.nanoTime() + deadline.toNanos());
    }

    void rest() {
        overdueAt = 0;
    }

    boolean isOverdue() {
        long limit = overdueAt;
        return limit != 0 && System.nanoTime() - limit > 0;
    }

    void write(ByteBuffer bytes) throws IOException {
        write(bytes, NOTHING.duplicate());
    }

    void write(ByteBuffer head, ByteBuffer body) throws IOException {
        int length = head.remaining() + body.remaining();
        pipe.write(head, body);
        traffic.sent(length);
    }

    /** Whether another byte comes before the end. */
    boolean hasMore() throws IOException {
        return ahead.hasRemaining() || fillAhead() > 0;
    }

    /** Fills what remains of {@code into}. */
    void read(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (ahead.hasRemaining()) {
                int length = Math.min(ahead.remaining(), into.remaining());
                into.put(into.position(), ahead, ahead.position(), length);
                into.position(into.position() + length);
                ahead.position(ahead.position() + length);
            } else if (into.remaining() < AHEAD_BYTES) {
                ended(fillAhead());
            } else {
                ended(counted(pipe.read(into)));
            }
        }
    }

    private int fillAhead() throws IOException {
        ahead.clear();
        try {
            return counted(pipe.read(ahead));
        } finally {
            ahead.flip();
        }
    }

    private int counted(int length) {
        traffic.received(Math.max(0, length));
        return length;
    }

    private static void ended(int length) throws EOFException {
        if (length < 0) {
            throw new EOFException("it closed the connection in the middle of a frame");
        }
    }

    /** Writes nothing any more. */
    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be done with a connection that cannot even be closed.
            return;
        }
    }
}
