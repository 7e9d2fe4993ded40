package io.akkord.actors.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * What a socket of this machine carries: the ceiling of what two processes of it can say to each other.
 *
 * @param bytesPerSecond one way, while it is full
 * @param latencySeconds of one byte, one way
 */
record Loopback(double bytesPerSecond, double latencySeconds) {

    private static final int CHUNK = 1 << 18;
    private static final int CHUNKS = 1024;
    private static final int PINGS = 2000;

    /** Measures it in about a second. */
    static Loopback measure() {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var near = new Socket(server.getInetAddress(), server.getLocalPort());
                var far = server.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            var echo = new Thread(() -> answer(far), "loopback");
            echo.setDaemon(true);
            echo.start();
            ping(near); // the first ones warm up
            double latency = ping(near) / 2;
            return new Loopback(bytesPerSecond(near), latency);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ping(Socket socket) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < PINGS; i++) {
            socket.getOutputStream().write(1);
            socket.getInputStream().read();
        }
        return (System.nanoTime() - start) / 1e9 / PINGS;
    }

    private static double bytesPerSecond(Socket socket) throws IOException {
        var chunk = new byte[CHUNK];
        long start = System.nanoTime();
        for (int i = 0; i < CHUNKS; i++) {
            socket.getOutputStream().write(chunk);
        }
        socket.getInputStream().read();
        return (double) CHUNK * CHUNKS / ((System.nanoTime() - start) / 1e9);
    }

    /** Answers each ping, then the end of what follows them. */
    private static void answer(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 2 * PINGS; i++) {
                out.write(in.read());
            }
            var buffer = new byte[CHUNK];
            long left = (long) CHUNK * CHUNKS;
            while (left > 0) {
                left -= in.read(buffer, 0, (int) Math.min(CHUNK, left));
            }
            out.write(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
