package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * What may go wrong between two planes: passes bytes on both ways, and from one byte on, counted from the first that the
 * caller sends, does its mischief.
 */
final class Meddler implements AutoCloseable {

    /** What it does to the bytes from the chosen one on. */
    interface Mischief {

        /** The bytes to pass on instead of the {@code length} that begin at the chosen one; null to hang up. */
        byte[] instead(byte[] bytes, int length) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final InetSocketAddress behind;
    private final long at;
    private final int length;
    private final Mischief mischief;

    Meddler(InetSocketAddress behind, long at, int length, Mischief mischief) throws IOException {
        this.behind = behind;
        this.at = at;
        this.length = length;
        this.mischief = mischief;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }

    private void serve() {
        try (Socket caller = server.accept();
                var called = new Socket(behind.getAddress(), behind.getPort())) {
            Thread.ofPlatform().daemon().start(() -> passBack(called, caller));
            InputStream in = caller.getInputStream();
            OutputStream out = called.getOutputStream();
            pass(in, out, at);
            byte[] changed = mischief.instead(in.readNBytes(length), length);
            out.write(changed);
            pass(in, out, Long.MAX_VALUE);
        } catch (IOException e) {
            // One side hung up, or the mischief was to hang up: both connections are closed.
            return;
        }
    }

    private static void pass(InputStream in, OutputStream out, long count) throws IOException {
        byte[] some = new byte[1 << 16];
        long left = count;
        while (left > 0) {
            int read = in.read(some, 0, (int) Math.min(some.length, left));
            if (read < 0) {
                throw new IOException("the caller hung up");
            }
            out.write(some, 0, read);
            left -= read;
        }
    }

    private static void passBack(Socket called, Socket caller) {
        try {
            called.getInputStream().transferTo(caller.getOutputStream());
            caller.close();
        } catch (IOException e) {
            return; // the way there has ended, too
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
