package io.akkord.actors.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueTest {

    private static Queue after(JobEvent... events) {
        return Stream.of(events).reduce(Queue.EMPTY, Queue::after, (first, _) -> first);
    }

    private static JobEvent submitted(String id) {
        return new JobEvent.Submitted(id, "name = x", 1, 0);
    }

    private static Optional<String> next(Queue queue) {
        return queue.next().map(Job::id);
    }

    @Test
    void whoComesFirstIsServedFirst() {
        assertEquals(Optional.empty(), next(Queue.EMPTY));
        assertEquals(Optional.of("x-1"), next(after(submitted("x-1"), submitted("x-2"))));
        assertEquals(Optional.of("x-2"), next(after(submitted("x-1"), submitted("x-2"), new JobEvent.Begun("x-1"))));
    }

    @Test
    void whoIsPutBackKeepsItsPlace() {
        var queue = after(submitted("x-1"), submitted("x-2"), new JobEvent.Begun("x-1"), new JobEvent.PutBack("x-1"));
        assertEquals(Optional.of("x-1"), next(queue));
        assertEquals(
                List.of(0, 1), queue.jobs().values().stream().map(queue::ahead).toList());
    }

    @Test
    void whatIsOverWaitsForNothing() {
        var queue = after(submitted("x-1"), new JobEvent.Ended("x-1", Phase.CANCELLED, ""));
        assertEquals(Optional.empty(), next(queue));
        assertEquals("x-2", queue.nextId("x"));
    }
}
