package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import io.akkord.actors.wire.socket.Frame.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a peer that has been greeted: chunks go one way, acknowledgements the other.
 *
 * <p>Writers take turns frame by frame, in the order in which they came, so a long message does not hold up a short one.
 * One thread reads. What goes wrong breaks the connection, and everything that was on it learns why.
 */
final class Link {

    /** Small frames find room in the socket's buffers unless the peer has stopped reading. */
    private static final Duration CONTROL = Duration.ofSeconds(10);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Who acts on what arrives. */
    interface Recipient {

        /** A chunk; its bytes are to be read off the link before this returns. */
        void chunk(Link link, Frame frame) throws IOException;

        /** So much of a stream's window has been freed since its beginning. */
        void acknowledged(Tag tag, long bytes) throws IOException;

        /** The other end gives a stream up. */
        void abandoned(Tag tag, String reason);

        /** Nothing more will come or go. */
        void broken(Link link, String reason);
    }

    private final String peer;
    private final Wire wire;
    private final Recipient recipient;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ByteBuffer headOut = ByteBuffer.allocateDirect(Frame.BYTES);
    private final ByteBuffer headIn = ByteBuffer.allocateDirect(Frame.BYTES);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long written;
    private volatile @Nullable String failure;

    Link(String peer, Wire wire, Recipient recipient) {
        this.peer = peer;
        this.wire = wire;
        this.recipient = recipient;
    }

    String peer() {
        return peer;
    }

    boolean isBroken() {
        return failure != null;
    }

    /** Why it broke. */
    String failure() {
        String known = failure;
        return known == null ? "the connection to " + peer + " is open" : known;
    }

    /**
     * Writes one frame.
     *
     * @param deadline for its turn to come, and again for the peer to take it
     * @throws TransferFailed if it did not leave
     */
    void write(Frame frame, ByteBuffer bytes, Duration deadline) {
        try {
            if (!turn.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TransferFailed(peer + " has taken nothing for " + deadline.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferFailed("interrupted while sending to " + peer, e);
        }
        try {
            if (isBroken()) {
                throw new TransferFailed(failure());
            }
            frame.write(headOut, written++);
            wire.hurry(deadline);
            wire.write(headOut, bytes);
            wire.rest();
        } catch (IOException e) {
            fail(wire.isOverdue() ? "it has taken nothing for " + deadline.toMillis() + " ms" : text(e));
            throw new TransferFailed(failure(), e);
        } finally {
            turn.unlock();
        }
    }

    /** Tells the sender how much of its window is free again. */
    void acknowledge(Tag tag, long bytes) {
        control(new Frame(Kind.ACKNOWLEDGEMENT, tag, bytes, 0, 0, 0), NOTHING.duplicate());
    }

    /** Tells the other end that a stream is given up. */
    void abandon(Tag tag, String reason) {
        byte[] all = reason.getBytes(StandardCharsets.UTF_8);
        var text = ByteBuffer.wrap(all, 0, Math.min(all.length, Frame.CHUNK_BYTES));
        control(new Frame(Kind.ABANDONMENT, tag, 0, 0, text.remaining(), Frame.checksum(text.duplicate())), text);
    }

    /** A peer that cannot be told will notice that the connection is gone. */
    private void control(Frame frame, ByteBuffer bytes) {
        try {
            write(frame, bytes, CONTROL);
        } catch (TransferFailed e) {
            fail(text(e));
        }
    }

    /** Reads frames until the connection ends. */
    void run() {
        try {
            for (long sequence = 0; wire.hasMore(); sequence++) {
                headIn.clear();
                wire.read(headIn);
                dispatch(Frame.read(headIn.flip(), sequence));
            }
            fail("it closed the connection");
        } catch (IOException | RuntimeException e) {
            fail(text(e));
        } finally {
            recipient.broken(this, failure());
            ended.countDown();
        }
    }

    /** Says that nothing more will be written; the other end then closes the connection. */
    void leave() {
        wire.finish();
    }

    /** Waits until the other end has closed the connection. */
    void awaitEnd(Duration patience) throws InterruptedException {
        if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            fail("this node has left");
        }
    }

    private void dispatch(Frame frame) throws IOException {
        switch (frame.kind()) {
            case CHUNK -> recipient.chunk(this, frame);
            case ACKNOWLEDGEMENT -> recipient.acknowledged(frame.tag(), frame.total());
            case ABANDONMENT -> {
                var text = ByteBuffer.allocate(frame.length());
                read(frame, text);
                recipient.abandoned(
                        frame.tag(),
                        peer + " gave it up: "
                                + StandardCharsets.UTF_8.decode(text).toString());
            }
        }
    }

    /**
     * Reads the bytes of the frame that has come, and leaves the buffer ready to be read.
     *
     * @throws IOException if the connection ends before they are there, or they are not those that were sent
     */
    void read(Frame frame, ByteBuffer into) throws IOException {
        into.clear().limit(frame.length());
        wire.read(into);
        into.flip();
        if (Frame.checksum(into.duplicate()) != frame.checksum()) {
            throw new IOException("bytes " + frame.offset() + " to " + (frame.offset() + frame.length())
                    + " of a message were damaged");
        }
    }

    /** Ends the connection; only the first reason counts. The thread that reads tells the others, so that no lock is held. */
    void fail(String reason) {
        synchronized (this) {
            if (!isBroken()) {
                failure = "the connection to " + peer + " broke: " + reason;
            }
        }
        wire.close();
    }

    /** What an exception says. */
    static String text(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
