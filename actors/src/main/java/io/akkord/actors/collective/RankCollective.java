package io.akkord.actors.collective;

import io.akkord.placement.collective.Operation;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.CollectiveFailed;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A group as one of its ranks sees it.
 *
 * <p>One thread, the device's, makes the calls. Whatever goes wrong for one rank ends the group, so that the other ranks
 * hear of it at once and from who knows most.
 */
final class RankCollective implements Collective, AutoCloseable {

    private final GroupKey key;
    private final Meeting meeting;
    private final Exchange exchange;
    private final Post post;
    private final int rank;
    private final Supplier<String> phase;
    private final Duration deadline;
    private final Consumer<CollectiveInterval> trace;
    private final Turns turns;
    private long calls;

    RankCollective(Seat seat, Exchange exchange, Post post) {
        this.key = seat.key();
        this.meeting = seat.meeting();
        this.rank = seat.rank();
        this.phase = seat.phase();
        this.deadline = seat.deadline();
        this.trace = seat.trace();
        this.exchange = exchange;
        this.post = post;
        this.turns = new Turns(meeting.members().get(rank).device() + "-" + key.group());
    }

    /** A rank's place in a group. */
    record Seat(
            GroupKey key,
            Meeting meeting,
            int rank,
            Supplier<String> phase,
            Duration deadline,
            Consumer<CollectiveInterval> trace) {}

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int ranks() {
        return meeting.members().size();
    }

    @Override
    public void allReduce(MemorySegment array, ElementType type) {
        turns.run(collective(Operation.ALL_REDUCE, array, type, 0));
    }

    @Override
    public Pending startAllReduce(MemorySegment array, ElementType type) {
        return turns.start(collective(Operation.ALL_REDUCE, array, type, 0));
    }

    @Override
    public void reduceScatter(MemorySegment array, ElementType type) {
        turns.run(collective(Operation.REDUCE_SCATTER, array, type, 0));
    }

    @Override
    public Pending startReduceScatter(MemorySegment array, ElementType type) {
        return turns.start(collective(Operation.REDUCE_SCATTER, array, type, 0));
    }

    @Override
    public void allGather(MemorySegment array, ElementType type) {
        turns.run(collective(Operation.ALL_GATHER, array, type, 0));
    }

    @Override
    public void broadcast(MemorySegment array, ElementType type, int root) {
        requireRank(root);
        turns.run(collective(Operation.BROADCAST, array, type, root));
    }

    @Override
    public void send(MemorySegment array, int to) {
        requireOther(to);
        Occasion occasion = occasion(message(array));
        guarded(occasion, array, shared -> post.send(to, shared, occasion));
    }

    @Override
    public void receive(MemorySegment array, int from) {
        requireOther(from);
        Occasion occasion = occasion(message(array));
        guarded(occasion, array, shared -> post.receive(from, shared, occasion));
    }

    /** Ends its threads once they have done what was started. */
    @Override
    public void close() {
        turns.close();
        exchange.close();
        post.close();
    }

    private Runnable collective(Operation operation, MemorySegment array, ElementType type, int root) {
        if (array.byteSize() % type.bytes() != 0) {
            throw new IllegalArgumentException(array.byteSize() + " bytes are no array of " + type);
        }
        if (ranks() == 1) {
            return () -> {};
        }
        Occasion occasion = occasion(new Call(calls++, operation, type, array.byteSize(), root));
        return () -> guarded(occasion, array, shared -> exchange.perform(occasion, shared));
    }

    private void guarded(Occasion occasion, MemorySegment array, Consumer<MemorySegment> part) {
        long start = System.nanoTime();
        try {
            meeting.requireAlive(occasion);
            part.accept(shared(array));
        } catch (CollectiveFailed e) {
            meeting.giveUp(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            meeting.giveUp(occasion + " broke on rank " + rank + ": " + e);
            throw e;
        } finally {
            Reference.reachabilityFence(array);
        }
        String device = meeting.members().get(rank).device();
        trace.accept(new CollectiveInterval(
                device,
                occasion.label(),
                start,
                System.nanoTime(),
                occasion.call().bytes()));
    }

    private Occasion occasion(Call call) {
        return new Occasion(key, meeting.members(), call, phase.get(), deadline, false);
    }

    /**
     * A tensor's memory may be touched by its own thread alone; here others do, while the caller waits or keeps away. What
     * this gives does not keep the memory from being freed.
     */
    @SuppressWarnings("restricted")
    private static MemorySegment shared(MemorySegment array) {
        return array.isNative() ? MemorySegment.ofAddress(array.address()).reinterpret(array.byteSize()) : array;
    }

    private static Call message(MemorySegment array) {
        return new Call(0, Operation.POINT_TO_POINT, ElementType.INT64, array.byteSize(), 0);
    }

    private void requireRank(int other) {
        if (other < 0 || other >= ranks()) {
            throw new IllegalArgumentException("there is no rank " + other + " in a group of " + ranks());
        }
    }

    private void requireOther(int other) {
        requireRank(other);
        if (other == rank) {
            throw new IllegalArgumentException("rank " + rank + " exchanges with itself");
        }
    }
}
