package io.akkord.actors.collective;

import io.akkord.policies.parallel.CollectiveFailed;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Messages whose sender never waits: they are copied, and sent by a thread for each receiver.
 *
 * <p>A data plane takes a window of bytes and then waits for the receiver; two stages of a pipeline that send each other
 * more than that, and only then receive, would wait for ever.
 */
final class OutgoingPost implements Post {

    private final Meeting meeting;
    private final Post post;
    private final Spares spares = new Spares();
    private final Map<Integer, ExecutorService> senders = new ConcurrentHashMap<>();

    OutgoingPost(Meeting meeting, Post post) {
        this.meeting = meeting;
        this.post = post;
    }

    @Override
    public void send(int to, MemorySegment array, Occasion occasion) {
        MemorySegment copy = spares.copy(array);
        senders.computeIfAbsent(to, OutgoingPost::sender).execute(() -> {
            try {
                post.send(to, copy, occasion);
                spares.give(copy);
            } catch (CollectiveFailed e) {
                meeting.giveUp(String.valueOf(e.getMessage()));
            }
        });
    }

    private static ExecutorService sender(int to) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("messages-to-" + to).factory());
    }

    @Override
    public void receive(int from, MemorySegment into, Occasion occasion) {
        post.receive(from, into, occasion);
    }

    /** What was sent is still sent, while the caller goes on. */
    @Override
    public void close() {
        Thread.ofVirtual().start(() -> {
            senders.values().forEach(ExecutorService::close);
            post.close();
        });
    }
}
