package io.akkord.actors.collective;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One rank's messages within a group that spans JVMs: through memory where both are here, otherwise over the plane. */
record RoutedPost(int rank, List<Member> members, Mailbox mailbox, Streams streams) implements Post {

    @Override
    public void send(int to, MemorySegment array, Occasion occasion) {
        if (isHere(to)) {
            mailbox.send(rank, to, array);
        } else {
            streams.send(rank, to, array, occasion);
        }
    }

    @Override
    public void receive(int from, MemorySegment into, Occasion occasion) {
        if (isHere(from)) {
            mailbox.receive(from, rank, into, occasion);
        } else {
            streams.receive(from, rank, into, occasion);
        }
    }

    private boolean isHere(int other) {
        return members.get(other).plane().equals(members.get(rank).plane());
    }

    @Override
    public void close() {
        streams.finish(rank);
    }
}
