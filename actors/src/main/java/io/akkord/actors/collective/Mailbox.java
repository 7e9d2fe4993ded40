package io.akkord.actors.collective;

import io.akkord.policies.parallel.CollectiveFailed;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Messages from rank to rank of a group, within this JVM.
 *
 * <p>A message is a copy, so that who sends need not wait.
 */
final class Mailbox {

    private final Meeting meeting;
    private final int ranks;
    private final List<Queue<MemorySegment>> queues;
    private final Spares spares = new Spares();

    Mailbox(Meeting meeting) {
        this.meeting = meeting;
        this.ranks = meeting.members().size();
        this.queues = Stream.generate(() -> (Queue<MemorySegment>) new ConcurrentLinkedQueue<MemorySegment>())
                .limit((long) ranks * ranks)
                .toList();
    }

    void send(int from, int to, MemorySegment message) {
        queue(from, to).add(spares.copy(message));
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
        spares.give(message);
    }

    private Queue<MemorySegment> queue(int from, int to) {
        return queues.get(from * ranks + to);
    }
}
