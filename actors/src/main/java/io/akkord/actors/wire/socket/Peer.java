package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Another plane, as this one sends to it: one connection, opened on first use, and the streams on it. A stream lives and
 * dies with its connection; streams that begin after a break get a new one.
 */
final class Peer implements Link.Recipient {

    /** Opens a connection to the peer. */
    interface Caller {
        Link call(Link.Recipient recipient, Duration deadline);
    }

    private final Caller caller;
    private final BufferPool pool;
    private final Map<Tag, Outbox> outboxes = new ConcurrentHashMap<>();
    private @Nullable Link link;

    Peer(Caller caller, BufferPool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    Outbox outbox(Tag tag, Duration deadline) {
        Outbox known = outboxes.get(tag);
        if (known != null) {
            return known;
        }
        Outbox fresh = new Outbox(tag, link(deadline), pool);
        Outbox first = outboxes.putIfAbsent(tag, fresh);
        return first == null ? fresh : first;
    }

    private synchronized Link link(Duration deadline) {
        Link open = link;
        if (open == null || open.isBroken()) {
            open = caller.call(this, deadline);
            link = open;
        }
        return open;
    }

    /** Gives a stream up and tells the receiver. */
    void giveUp(Tag tag, String reason) {
        Outbox outbox = outboxes.get(tag);
        if (outbox != null) {
            outbox.giveUp(reason);
        }
    }

    void finish(Tag tag) {
        outboxes.remove(tag);
    }

    @Override
    public void chunk(Link from, Frame frame) throws IOException {
        throw new IOException("it sends chunks where only acknowledgements go");
    }

    @Override
    public void acknowledged(Tag tag, long bytes) {
        Outbox outbox = outboxes.get(tag);
        if (outbox != null) {
            outbox.acknowledge(bytes);
        }
    }

    @Override
    public void abandoned(Tag tag, String reason) {
        Outbox outbox = outboxes.get(tag);
        if (outbox != null) {
            outbox.fail(reason);
        }
    }

    @Override
    public void broken(Link gone, String reason) {
        outboxes.values().stream().filter(outbox -> outbox.link() == gone).forEach(outbox -> outbox.fail(reason));
    }
}
