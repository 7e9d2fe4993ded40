package io.akkord.placement.instance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {

    private static int[] drained(ReadyQueue queue) {
        return IntStream.range(0, queue.size()).map(i -> queue.pop() / 2).toArray();
    }

    @Test
    void equalTimesLeaveInTheOrderOfPythonsHeapq() {
        long[] ready = {3, 1, 3, 2, 3, 1, 2, 3, 3, 1};
        var queue = new ReadyQueue(ready);
        for (int place = 0; place < ready.length; place++) {
            queue.push(2 * place);
        }
        assertArrayEquals(new int[] {1, 5, 9, 6, 3, 4, 2, 7, 8, 0}, drained(queue));
    }

    @Test
    void aTimeThatRisesInTheQueueDoesNotMoveItsTask() {
        long[] ready = {4, 4, 4, 4, 4};
        var queue = new ReadyQueue(ready);
        for (int place = 0; place < ready.length; place++) {
            queue.push(2 * place);
        }
        queue.pop();
        ready[4] = 9;
        assertArrayEquals(new int[] {2, 1, 3, 4}, drained(queue));
    }
}
