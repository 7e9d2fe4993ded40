package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What precedes the bytes of a frame on a connection.
 *
 * @param kind what it is
 * @param tag the stream
 * @param total bytes of the message that a chunk is of; of an acknowledgement, the window that is free again since the
 *     stream's beginning
 * @param offset of a chunk in its message
 * @param length bytes that follow
 * @param checksum CRC-32C of these
 */
record Frame(Kind kind, Tag tag, long total, long offset, int length, int checksum) {

    /** What a frame is. */
    enum Kind {
        /** A slice of a message. */
        CHUNK,
        /** The receiver has taken in a part of a stream. */
        ACKNOWLEDGEMENT,
        /** A stream ends before its time, and the text that follows says why. */
        ABANDONMENT
    }

    /** Large enough to hide a connection's turns, small enough for buffers that are pooled. */
    static final int CHUNK_BYTES = 1 << 20;

    /** On the wire, its own checksum included. */
    static final int BYTES = 56;

    private static final Kind[] KINDS = Kind.values();

    /** Writes it with its place among the frames of the connection. */
    void write(ByteBuffer out, long sequence) {
        out.clear();
        out.putInt(kind.ordinal()).putLong(sequence);
        out.putLong(tag.stream()).putInt(tag.from()).putInt(tag.to());
        out.putLong(total).putLong(offset).putInt(length).putInt(checksum);
        out.putInt(checksum(out.duplicate().flip())).flip();
    }

    /**
     * Reads one that is whole.
     *
     * @throws IOException if it is not the frame that was written there
     */
    static Frame read(ByteBuffer in, long sequence) throws IOException {
        if (in.getInt(BYTES - Integer.BYTES) != checksum(in.duplicate().limit(BYTES - Integer.BYTES))) {
            throw new IOException("a frame was damaged on the way");
        }
        int kind = in.getInt();
        long found = in.getLong();
        if (found != sequence) {
            throw new IOException("frame " + sequence + " was lost: frame " + found + " came in its place");
        }
        if (kind < 0 || kind >= KINDS.length) {
            throw new IOException("a frame is of the unknown kind " + kind);
        }
        var tag = new Tag(in.getLong(), in.getInt(), in.getInt());
        var frame = new Frame(KINDS[kind], tag, in.getLong(), in.getLong(), in.getInt(), in.getInt());
        if (frame.length < 0 || frame.length > CHUNK_BYTES) {
            throw new IOException("a frame claims " + frame.length + " bytes");
        }
        return frame;
    }

    /** CRC-32C of what remains of {@code bytes}, which is consumed. */
    static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
