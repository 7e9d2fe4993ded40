package io.akkord.actors.collective;

import io.akkord.actors.wire.DataPlane;
import io.akkord.actors.wire.TransferFailed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A data plane within one JVM, as strict as one may be: who sends waits once a tag has more than a window under way. */
final class LoopbackPlane implements DataPlane {

    private static final long WINDOW_BYTES = 128 << 10;
    private static final AtomicInteger PORTS = new AtomicInteger(1);
    private static final Map<InetSocketAddress, LoopbackPlane> PLANES = new ConcurrentHashMap<>();

    private final InetSocketAddress address =
            InetSocketAddress.createUnresolved("node-" + PORTS.get(), PORTS.getAndIncrement());
    private final Map<Tag, Queue<byte[]>> queues = new HashMap<>();
    private final Map<Tag, String> abandoned = new HashMap<>();
    private final AtomicLong sentBytes = new AtomicLong();

    LoopbackPlane() {
        PLANES.put(address, this);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void send(InetSocketAddress peer, Tag tag, MemorySegment bytes, Duration deadline) {
        LoopbackPlane other = PLANES.get(peer);
        if (other == null) {
            throw new TransferFailed("nobody listens on " + peer);
        }
        sentBytes.addAndGet(bytes.byteSize());
        other.accept(tag, bytes.toArray(ValueLayout.JAVA_BYTE), deadline);
    }

    private synchronized void accept(Tag tag, byte[] message, Duration deadline) {
        Queue<byte[]> queue = queues.computeIfAbsent(tag, _ -> new ArrayDeque<>());
        await(
                tag,
                () -> queue.isEmpty()
                        || queue.stream().mapToLong(one -> one.length).sum() < WINDOW_BYTES,
                deadline,
                "takes nothing");
        queue.add(message);
        notifyAll();
    }

    @Override
    public synchronized void receive(Tag tag, MemorySegment into, Duration deadline) {
        Queue<byte[]> queue = queues.computeIfAbsent(tag, _ -> new ArrayDeque<>());
        await(tag, () -> !queue.isEmpty(), deadline, "sends nothing");
        byte[] message = queue.remove();
        notifyAll();
        if (message.length != into.byteSize()) {
            throw new TransferFailed(message.length + " bytes came where " + into.byteSize() + " are expected");
        }
        into.copyFrom(MemorySegment.ofArray(message));
    }

    private void await(Tag tag, BooleanSupplier there, Duration deadline, String trouble) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!there.getAsBoolean()) {
            String reason = abandoned.get(tag);
            long left = end - System.nanoTime();
            if (reason != null || left <= 0) {
                throw new TransferFailed(reason != null ? reason : tag + " " + trouble);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                throw new TransferFailed("interrupted", e);
            }
        }
    }

    /** Every plane is told, since this one does not keep who is at the other end. */
    @Override
    public void abandon(Tag tag, String reason) {
        PLANES.values().forEach(plane -> plane.end(tag, reason));
    }

    private synchronized void end(Tag tag, String reason) {
        abandoned.putIfAbsent(tag, reason);
        notifyAll();
    }

    @Override
    public void finish(Tag tag) {
        // Tags are never used again, and this plane does not live long.
    }

    @Override
    public long bytesSent() {
        return sentBytes.get();
    }

    @Override
    public long bytesReceived() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        PLANES.remove(address);
    }
}
