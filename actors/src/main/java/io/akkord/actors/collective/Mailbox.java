package io.akkord.actors.collective;

import io.akkord.policies.parallel.CollectiveFailed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Messages from rank to rank of a group, within this JVM.
 *
 * <p>A message is a copy, so that who sends need not wait; copies of a size that comes again are used again.
 */
final class Mailbox {

    /** Copies that are kept for later messages; a pipeline has no more under way. */
    private static final int SPARES = 16;

    private final Meeting meeting;
    private final int ranks;
    private final List<Queue<MemorySegment>> queues;
    private final Deque<MemorySegment> spares = new ArrayDeque<>();

    Mailbox(Meeting meeting) {
        this.meeting = meeting;
        this.ranks = meeting.members().size();
        this.queues = Stream.generate(() -> (Queue<MemorySegment>) new ConcurrentLinkedQueue<MemorySegment>())
                .limit((long) ranks * ranks)
                .toList();
    }

    void send(int from, int to, MemorySegment message) {
        queue(from, to).add(spare(message.byteSize()).copyFrom(message));
        meeting.changed();
    }

    /**
     * Takes the next message into an array.
     *
     * @throws CollectiveFailed if none comes, or one of another length
     */
    void receive(int from, int to, MemorySegment into, Occasion occasion) {
        Queue<MemorySegment> queue = queue(from, to);
        if (!meeting.await(occasion, () -> !queue.isEmpty())) {
            throw occasion.missing(from);
        }
        MemorySegment message = queue.remove();
        if (message.byteSize() != into.byteSize()) {
            throw occasion.ofOtherLength(from, message.byteSize());
        }
        into.copyFrom(message);
        keep(message);
    }

    private Queue<MemorySegment> queue(int from, int to) {
        return queues.get(from * ranks + to);
    }

    private MemorySegment spare(long bytes) {
        synchronized (spares) {
            for (MemorySegment spare : spares) {
                if (spare.byteSize() == bytes) {
                    spares.remove(spare);
                    return spare;
                }
            }
        }
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    private void keep(MemorySegment message) {
        synchronized (spares) {
            spares.addFirst(message);
            if (spares.size() > SPARES) {
                spares.removeLast();
            }
        }
    }
}
