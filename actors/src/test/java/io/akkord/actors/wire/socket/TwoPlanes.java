package io.akkord.actors.wire.socket;

import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Assertions;

/** Two planes in one JVM, and threads to send and receive on. */
final class TwoPlanes implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    private static final Executor THREADS = work -> Thread.ofPlatform().daemon().start(work);

    final SocketPlane near = SocketPlane.open("127.0.0.1", null);
    final SocketPlane far = SocketPlane.open("127.0.0.1", null);

    static Tag tag(long stream) {
        return new Tag(stream, 0, 1);
    }

    /** Bytes that look like nothing else. */
    static MemorySegment random(long seed, int length) {
        var bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        MemorySegment heap = MemorySegment.ofArray(bytes);
        return seed % 2 == 0 ? heap : Arena.ofAuto().allocate(length).copyFrom(heap);
    }

    CompletableFuture<Void> sending(Tag tag, MemorySegment bytes) {
        return sending(far.address(), tag, bytes, LONG);
    }

    CompletableFuture<Void> sending(InetSocketAddress peer, Tag tag, MemorySegment bytes, Duration deadline) {
        return running(() -> near.send(peer, tag, bytes, deadline));
    }

    CompletableFuture<byte[]> receiving(Tag tag, int length, Duration deadline) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var into = length % 2 == 0
                            ? MemorySegment.ofArray(new byte[length])
                            : Arena.ofAuto().allocate(length);
                    far.receive(tag, into, deadline);
                    return into.toArray(ValueLayout.JAVA_BYTE);
                },
                THREADS);
    }

    static CompletableFuture<Void> running(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    /** What a transfer that must fail says. */
    static String failure(CompletableFuture<?> transfer) {
        var thrown = Assertions.assertThrows(CompletionException.class, transfer::join);
        return String.valueOf(Assertions.assertInstanceOf(TransferFailed.class, thrown.getCause())
                .getMessage());
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
