package io.akkord.actors.wire;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A node's way for bulk bytes to and from other nodes, on connections of its own, so that a control message never waits
 * behind them.
 *
 * <p>Messages under one {@link Tag} arrive once, whole, in the order in which they were sent, and intact: each is cut into
 * chunks with a checksum, and what has not been acknowledged is bounded. Tags do not hold each other up. A stream that
 * has failed stays failed; what is tried again is a stream of its own.
 */
public interface DataPlane extends AutoCloseable {

    /**
     * Which stream of messages.
     *
     * @param stream a number that no other stream of the cluster has under the same ranks, now or later
     * @param from rank that sends, 0 where there are no ranks
     * @param to rank that receives, likewise
     */
    record Tag(long stream, int from, int to) {}

    /** Where other nodes reach this one. */
    InetSocketAddress address();

    /**
     * Sends one message, and returns as soon as its memory may be changed again.
     *
     * <p>Waits for the receiver once a window of 16 MiB has not been taken in. An interrupt breaks the connection.
     *
     * @throws TransferFailed if the peer takes nothing for as long as {@code deadline}, or the way to it breaks
     */
    void send(InetSocketAddress peer, Tag tag, MemorySegment bytes, Duration deadline);

    /**
     * Takes the next message under a tag; one thread at a time for each tag.
     *
     * @param into as many bytes as were sent; never touched after this returns or throws
     * @throws TransferFailed if nothing comes for as long as {@code deadline}, or what comes is damaged or of another length
     */
    void receive(Tag tag, MemorySegment into, Duration deadline);

    /** Gives a stream up before its end: whoever waits for it, here or at the other end, is told why. */
    void abandon(Tag tag, String reason);

    /** Forgets a stream whose last message this end has sent or received. */
    void finish(Tag tag);

    /** Bytes that this node's sockets have taken from it since it was opened, headers included. */
    long bytesSent();

    /** Bytes that this node's sockets have given it. */
    long bytesReceived();

    /** Lets what was sent arrive if the peers still take it, and ends all connections. */
    @Override
    void close();
}
