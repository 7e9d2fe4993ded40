package io.akkord.placement.instance;

/**
 * Tasks by ready time, in exactly the order of Python's {@code heapq}.
 *
 * <p>Times are read at each comparison, so one that rises while its task is queued does not move the task.
 */
final class ReadyQueue {

    private final long[] ready;
    private final int[] tasks;
    private int size;

    /** A queue of halves of gates: task {@code 2 * place + half} is ready at {@code ready[place]}. */
    ReadyQueue(long[] ready) {
        this.ready = ready;
        this.tasks = new int[2 * ready.length];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** A task by its position in the heap. */
    int task(int position) {
        return tasks[position];
    }

    void push(int task) {
        rise(task, size++);
    }

    private void rise(int task, int hole) {
        long time = ready[task >> 1];
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) >> 1;
            if (time >= ready[tasks[parent] >> 1]) {
                break;
            }
            tasks[at] = tasks[parent];
            at = parent;
        }
        tasks[at] = task;
    }

    /** Takes out the first task: the last one fills the hole after it went all the way down, as in {@code heapq}. */
    int pop() {
        int last = tasks[--size];
        if (size == 0) {
            return last;
        }
        int top = tasks[0];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            int right = child + 1;
            if (right < size && ready[tasks[child] >> 1] >= ready[tasks[right] >> 1]) {
                child = right;
            }
            tasks[hole] = tasks[child];
            hole = child;
        }
        rise(last, hole);
        return top;
    }
}
