package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane;
import io.akkord.actors.wire.TransferFailed;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The data plane on TCP sockets: one connection for each peer and direction, each with a thread that reads.
 *
 * <p>The caller's thread writes, from native memory without a copy; a receiver that waits gets its bytes without one. The
 * checksums are CRC-32C on both sides, which a core computes several times as fast as loopback carries bytes. A stream
 * lives and dies with the connection it began on.
 */
public final class SocketPlane implements DataPlane {

    /** How long those at the other ends may take to hear that this node leaves. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final String CLOSED = "this node has closed its data plane";

    private final Traffic traffic = new Traffic();
    private final BufferPool pool = new BufferPool();
    private final Inboxes inboxes = new Inboxes(pool);
    private final Map<InetSocketAddress, Peer> peers = new ConcurrentHashMap<>();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Door door;

    /**
     * A plane on a free port.
     *
     * @param host under which other nodes reach this one
     * @param tls with a key of this node and the certificates that it trusts, where connections are to be encrypted
     */
    public static SocketPlane open(String host, @Nullable SSLContext tls) {
        return open(new InetSocketAddress(host, 0), "", tls);
    }

    /**
     * A plane that only those who know a secret can use.
     *
     * @param at host under which other nodes reach this one, and port, 0 for a free one
     * @param secret the same on every node of a cluster; it is never sent
     * @throws UserError if nothing can listen there
     */
    public static SocketPlane open(InetSocketAddress at, String secret, @Nullable SSLContext tls) {
        try {
            var plane = new SocketPlane(at, secret, tls);
            plane.door.start();
            return plane;
        } catch (UnresolvedAddressException e) {
            throw new UserError("cannot listen for bulk bytes: there is no host " + at.getHostString());
        } catch (IOException e) {
            throw new UserError("cannot listen for bulk bytes on " + name(at) + " (" + Link.text(e)
                    + "); choose another port, or stop what uses this one");
        }
    }

    private SocketPlane(InetSocketAddress at, String secret, @Nullable SSLContext tls) throws IOException {
        this.door = new Door(at, secret, tls, traffic, this::hear);
    }

    /** Address and port as people write them. */
    private static String name(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    @Override
    public InetSocketAddress address() {
        return door.address();
    }

    @Override
    public void send(InetSocketAddress peer, Tag tag, MemorySegment bytes, Duration deadline) {
        peers.computeIfAbsent(peer, there -> new Peer((recipient, patience) -> call(there, recipient, patience), pool))
                .outbox(tag, deadline)
                .send(bytes, deadline);
    }

    @Override
    public void receive(Tag tag, MemorySegment into, Duration deadline) {
        Inbox inbox = inboxes.of(tag);
        if (door.isClosed()) {
            inbox.end(CLOSED);
        }
        inbox.receive(into, deadline);
    }

    @Override
    public void abandon(Tag tag, String reason) {
        inboxes.of(tag).giveUp(reason);
        peers.values().forEach(peer -> peer.giveUp(tag, reason));
    }

    @Override
    public void finish(Tag tag) {
        inboxes.finish(tag);
        peers.values().forEach(peer -> peer.finish(tag));
    }

    @Override
    public long bytesSent() {
        return traffic.sent();
    }

    @Override
    public long bytesReceived() {
        return traffic.received();
    }

    private Link call(InetSocketAddress peer, Link.Recipient recipient, Duration deadline) {
        try {
            if (door.isClosed()) {
                throw new IOException(CLOSED);
            }
            Wire wire = door.call(peer, deadline);
            var link = new Link(name(peer), wire, recipient);
            links.add(link);
            door.thread("hears " + name(peer), () -> {
                live(link);
                door.release(wire);
            });
            return link;
        } catch (IOException | UnresolvedAddressException e) {
            throw new TransferFailed("cannot send to " + name(peer) + ": " + Link.text(e), e);
        }
    }

    private void hear(String peer, Wire wire) {
        var link = new Link(peer, wire, inboxes);
        links.add(link);
        live(link);
    }

    private void live(Link link) {
        link.run();
        links.remove(link);
    }

    /** Lets what has been sent arrive, tells whoever waits, and ends all connections. */
    @Override
    public void close() {
        links.forEach(Link::leave);
        try {
            long end = System.nanoTime() + FAREWELL.toNanos();
            for (Link link : links) {
                link.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            door.close();
            inboxes.end(CLOSED);
        }
    }
}
