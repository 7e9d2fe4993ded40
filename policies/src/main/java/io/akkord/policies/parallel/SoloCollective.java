package io.akkord.policies.parallel;

import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;

/** The group of one: sums and copies of one array are the array. */
enum SoloCollective implements Collective {
    ONLY;

    private static final Pending DONE = () -> {};

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int ranks() {
        return 1;
    }

    @Override
    public Pending startAllReduce(MemorySegment array, ElementType type) {
        return DONE;
    }

    @Override
    public Pending startReduceScatter(MemorySegment array, ElementType type) {
        return DONE;
    }

    @Override
    public void allGather(MemorySegment array, ElementType type) {
        // It is all there.
    }

    @Override
    public void broadcast(MemorySegment array, ElementType type, int root) {
        // It is where it belongs.
    }

    @Override
    public void send(MemorySegment array, int to) {
        throw new IllegalArgumentException("there is no rank " + to);
    }

    @Override
    public void receive(MemorySegment array, int from) {
        throw new IllegalArgumentException("there is no rank " + from);
    }
}
