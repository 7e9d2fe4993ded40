package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection under TLS, where each side shows a certificate that the other trusts. */
final class TlsPipe implements Pipe {

    /** Of one TLS record. */
    private static final int PIECE_BYTES = 16 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final byte[] arrived = new byte[PIECE_BYTES];
    private final byte[] leaving = new byte[PIECE_BYTES];

    private TlsPipe(SSLSocket socket) throws IOException {
        socket.startHandshake();
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static TlsPipe toward(InetSocketAddress peer, SocketChannel channel, SSLContext tls) throws IOException {
        SSLSocketFactory factory = tls.getSocketFactory();
        return new TlsPipe(
                (SSLSocket) factory.createSocket(channel.socket(), peer.getHostString(), peer.getPort(), true));
    }

    static TlsPipe from(SocketChannel channel, SSLContext tls) throws IOException {
        Socket plain = channel.socket();
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, InputStream.nullInputStream(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        return new TlsPipe(socket);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int length = in.read(arrived, 0, Math.min(PIECE_BYTES, into.remaining()));
        if (length > 0) {
            into.put(arrived, 0, length);
        }
        return length;
    }

    @Override
    public void write(ByteBuffer head, ByteBuffer body) throws IOException {
        while (head.hasRemaining() || body.hasRemaining()) {
            int length = Math.min(PIECE_BYTES, head.remaining());
            head.get(leaving, 0, length);
            int more = Math.min(PIECE_BYTES - length, body.remaining());
            body.get(leaving, length, more);
            out.write(leaving, 0, length + more);
        }
    }
}
