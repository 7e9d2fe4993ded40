package io.akkord.actors.wire;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A node's way for bulk bytes to and from other nodes, on connections of its own, so that a control message never waits
 * behind them.
 *
 * <p>Messages under one {@link Tag} arrive once, whole, in the order in which they were sent, and intact: each is cut into
 * chunks with a checksum, and what has not been acknowledged is bounded. Tags do not hold each other up.
 */
public interface DataPlane extends AutoCloseable {

    /**
     * Which stream of messages.
     *
     * @param stream a number that no other stream between the two nodes has, now or later
     * @param from rank that sends, 0 where there are no ranks
     * @param to rank that receives, likewise
     */
    record Tag(long stream, int from, int to) {}

    /** Where other nodes reach this one. */
    InetSocketAddress address();

    /**
     * Sends one message, and returns as soon as its memory may be changed again.
     *
     * @throws TransferFailed if the peer takes nothing for as long as {@code deadline}, or the way to it breaks
     */
    void send(InetSocketAddress peer, Tag tag, MemorySegment bytes, Duration deadline);

    /**
     * Takes the next message under a tag.
     *
     * @param into as many bytes as were sent
     * @throws TransferFailed if nothing comes for as long as {@code deadline}, or what comes is damaged or of another length
     */
    void receive(Tag tag, MemorySegment into, Duration deadline);

    /** Gives up a stream: whoever waits for it, here, is told. */
    void abandon(Tag tag, String reason);

    @Override
    void close();
}
