package io.akkord.actors.collective;

import java.lang.foreign.MemorySegment;

/** One rank's messages within a group of this JVM. */
record LocalPost(int rank, Mailbox mailbox) implements Post {

    @Override
    public void send(int to, MemorySegment array, Occasion occasion) {
        mailbox.send(rank, to, array);
    }

    @Override
    public void receive(int from, MemorySegment into, Occasion occasion) {
        mailbox.receive(from, rank, into, occasion);
    }

    @Override
    public void close() {
        // The mailbox goes with the group.
    }
}
