package io.akkord.actors.collective;

import io.akkord.placement.collective.Chunk;
import io.akkord.placement.collective.ScheduleRule;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.HostSums;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Collectives of ranks that all live in this JVM: they read each other's arrays.
 *
 * <p>Rounds of messages would be meetings here, and a meeting costs more than reading. So of a long array each rank sums
 * its part over all arrays, then fetches the other parts: as many additions and copies as in a ring, in three meetings
 * whatever the number of ranks. Short arrays are copied aside and every rank sums all of them, in one meeting. Sums keep
 * the order that the schedule of {@link ScheduleRule} gives them, so it makes no difference to a single bit whether ranks
 * share a JVM: along the ring, part {@code p} begins with rank {@code p + 1} and ends with {@code p}; in the tree,
 * neighbours are summed first.
 */
final class SharedExchange implements Exchange {

    /** Numbers are summed in blocks of this size, which stay in the cache until the last rank's are added. */
    private static final long BLOCK_BYTES = 16 << 10;

    private final Board board;
    private final int rank;
    private final int ranks;
    private final MemorySegment scratch;

    SharedExchange(Board board, int rank, int ranks) {
        this.board = board;
        this.rank = rank;
        this.ranks = ranks;
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(ranks);
        this.scratch = Arena.ofAuto().allocate(levels * BLOCK_BYTES, Long.BYTES);
    }

    @Override
    public void perform(Occasion occasion, MemorySegment array) {
        Call call = occasion.call();
        boolean isShort = call.bytes() <= ScheduleRule.SHORT_BYTES;
        if (isShort) {
            board.showCopy(rank, call, array);
        } else {
            board.show(rank, call, array);
        }
        board.meet(rank, occasion);
        List<MemorySegment> all = board.shown(rank, occasion);
        switch (call.operation()) {
            case ALL_REDUCE -> {
                if (isShort) {
                    sumTree(all, array, call.type());
                } else {
                    sumRing(all, part(array, rank, call.type()), call.type());
                    board.meet(rank, occasion);
                    gather(all, array, call.type());
                }
            }
            case REDUCE_SCATTER -> sumRing(all, part(array, rank, call.type()), call.type());
            case ALL_GATHER -> gather(all, array, call.type());
            case BROADCAST -> {
                if (call.root() != rank) {
                    array.copyFrom(all.get(call.root()));
                }
            }
            case POINT_TO_POINT -> throw new IllegalStateException("messages between two ranks are no meeting of all");
        }
        if (!isShort) {
            board.meet(rank, occasion);
        }
    }

    @Override
    public void close() {
        // The board goes with the group.
    }

    private MemorySegment part(MemorySegment array, int owner, ElementType type) {
        long length = array.byteSize() / type.bytes();
        var chunk = new Chunk(owner, owner + 1);
        long start = chunk.start(length, ranks) * type.bytes();
        return array.asSlice(start, chunk.end(length, ranks) * type.bytes() - start);
    }

    private void gather(List<MemorySegment> all, MemorySegment array, ElementType type) {
        for (int step = 1; step < ranks; step++) {
            int owner = (rank + step) % ranks;
            part(array, owner, type).copyFrom(part(all.get(owner), owner, type));
        }
    }

    /** Into this rank's part, which it adds last. */
    private void sumRing(List<MemorySegment> all, MemorySegment mine, ElementType type) {
        List<MemorySegment> parts =
                all.stream().map(array -> part(array, rank, type)).toList();
        for (long at = 0; at < mine.byteSize(); at += BLOCK_BYTES) {
            long bytes = Math.min(BLOCK_BYTES, mine.byteSize() - at);
            MemorySegment sum = parts.get((rank + 1) % ranks).asSlice(at, bytes);
            if (ranks > 2) {
                sum = scratch.asSlice(0, bytes).copyFrom(sum);
                for (int step = 2; step < ranks; step++) {
                    HostSums.add(sum, parts.get((rank + step) % ranks).asSlice(at, bytes), type);
                }
            }
            HostSums.add(mine.asSlice(at, bytes), sum, type);
        }
    }

    private void sumTree(List<MemorySegment> all, MemorySegment array, ElementType type) {
        int width = Integer.highestOneBit(Math.max(1, ranks - 1)) * 2;
        for (long at = 0; at < array.byteSize(); at += BLOCK_BYTES) {
            long bytes = Math.min(BLOCK_BYTES, array.byteSize() - at);
            sumTree(all, at, 0, width, 0, array.asSlice(at, bytes), type);
        }
    }

    private void sumTree(
            List<MemorySegment> all, long at, int from, int width, int level, MemorySegment sum, ElementType type) {
        if (width == 1) {
            sum.copyFrom(all.get(from).asSlice(at, sum.byteSize()));
            return;
        }
        int half = width / 2;
        sumTree(all, at, from, half, level + 1, sum, type);
        if (from + half < ranks) {
            MemorySegment more = scratch.asSlice(level * BLOCK_BYTES, sum.byteSize());
            sumTree(all, at, from + half, half, level + 1, more, type);
            HostSums.add(sum, more, type);
        }
    }
}
