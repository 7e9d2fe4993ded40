package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes in and out of one connection, plain or encrypted; one thread may read while another writes. */
sealed interface Pipe permits Pipe.Plain, TlsPipe {

    /** Blocks until at least one byte is there; -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Writes all that remains of both. */
    void write(ByteBuffer head, ByteBuffer body) throws IOException;

    /** The socket as it is. */
    record Plain(SocketChannel channel) implements Pipe {

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void write(ByteBuffer head, ByteBuffer body) throws IOException {
            var both = new ByteBuffer[] {head, body};
            while (body.hasRemaining() || head.hasRemaining()) {
                channel.write(both);
            }
        }
    }
}
