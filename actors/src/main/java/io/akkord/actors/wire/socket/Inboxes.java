package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What comes in from all peers, by its stream. */
final class Inboxes implements Link.Recipient {

    private final BufferPool pool;
    private final Map<Tag, Inbox> all = new ConcurrentHashMap<>();

    Inboxes(BufferPool pool) {
        this.pool = pool;
    }

    Inbox of(Tag tag) {
        return all.computeIfAbsent(tag, wanted -> new Inbox(wanted, pool));
    }

    void finish(Tag tag) {
        all.remove(tag);
    }

    /** Nothing more will come. */
    void end(String reason) {
        all.values().forEach(inbox -> inbox.end(reason));
    }

    @Override
    public void chunk(Link link, Frame frame) throws IOException {
        of(frame.tag()).accept(link, frame);
    }

    @Override
    public void acknowledged(Tag tag, long bytes) throws IOException {
        throw new IOException("it acknowledges what it was not sent");
    }

    @Override
    public void abandoned(Tag tag, String reason) {
        of(tag).end(reason);
    }

    @Override
    public void broken(Link link, String reason) {
        all.values().stream().filter(inbox -> inbox.isFedBy(link)).forEach(inbox -> inbox.end(reason));
    }
}
