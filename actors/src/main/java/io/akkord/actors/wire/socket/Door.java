package io.akkord.actors.wire.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where connections of a plane begin, in and out, and where those that block for too long are ended. */
final class Door implements AutoCloseable {

    private static final Duration GREETING = Duration.ofSeconds(10);
    private static final long WATCH_MILLIS = 50;

    private final ServerSocketChannel server;
    private final InetSocketAddress address;
    private final String secret;
    private final @Nullable SSLContext tls;
    private final Traffic traffic;
    private final BiConsumer<String, Wire> guests;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Opens a port, 0 for a free one.
     *
     * @param guests takes the name and the connection of each peer that has called and been greeted, on a thread of its
     *     own for as long as the connection lives
     */
    Door(
            InetSocketAddress at,
            String secret,
            @Nullable SSLContext tls,
            Traffic traffic,
            BiConsumer<String, Wire> guests)
            throws IOException {
        this.server = ServerSocketChannel.open().bind(at);
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        this.address = new InetSocketAddress(at.getHostString(), port);
        this.secret = secret;
        this.tls = tls;
        this.traffic = traffic;
        this.guests = guests;
    }

    /** Lets callers in from now on. */
    void start() {
        thread("answers", this::answer);
        thread("watches", this::watch);
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Starts a thread that does not keep the JVM alive. */
    void thread(String does, Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("plane " + address.getPort() + " " + does)
                .start(work);
    }

    /** A connection to {@code peer} that has been greeted. */
    Wire call(InetSocketAddress peer, Duration deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Wire wire = new Wire(channel, traffic);
        try {
            channel.socket().connect(peer, Math.toIntExact(Math.min(Integer.MAX_VALUE, deadline.toMillis())));
            admit(wire, deadline);
            SSLContext keys = tls;
            if (keys != null) {
                wire.wrap(TlsPipe.toward(peer, channel, keys));
            }
            Hello.call(wire, secret, address);
            wire.rest();
            return wire;
        } catch (IOException | RuntimeException e) {
            boolean silent = wire.isOverdue();
            release(wire);
            if (silent) {
                throw new IOException("it has not answered for " + deadline.toMillis() + " ms", e);
            }
            throw e;
        }
    }

    private void admit(Wire wire, Duration deadline) throws IOException {
        wire.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
        wire.channel().setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        wire.hurry(deadline);
        wires.add(wire);
        if (isClosed()) {
            throw new IOException("this node has closed its data plane");
        }
    }

    /** Closes a connection and forgets it. */
    void release(Wire wire) {
        wire.close();
        wires.remove(wire);
    }

    private void answer() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                SocketAddress from = channel.getRemoteAddress();
                thread("hears " + from, () -> greet(new Wire(channel, traffic)));
            } catch (IOException e) {
                // A caller that gave up at once, or the door was closed: the loop knows.
                continue;
            }
        }
    }

    private void greet(Wire wire) {
        try {
            admit(wire, GREETING);
            SSLContext keys = tls;
            if (keys != null) {
                wire.wrap(TlsPipe.from(wire.channel(), keys));
            }
            String name = Hello.answer(wire, secret);
            wire.rest();
            guests.accept(name, wire);
        } catch (IOException e) {
            // The caller hears why from its own side; here nothing has begun that could fail.
            return;
        } finally {
            release(wire);
        }
    }

    private void watch() {
        try {
            while (!closed.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                wires.stream().filter(Wire::isOverdue).forEach(Wire::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets nobody in any more; ends the connections that are left. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            // It listens no longer, which is all that was wanted.
        } finally {
            wires.forEach(Wire::close);
        }
    }
}
