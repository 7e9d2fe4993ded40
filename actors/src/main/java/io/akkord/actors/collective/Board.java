package io.akkord.actors.collective;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What the ranks of a group show each other, all in one JVM.
 *
 * <p>Ranks count the meetings that they have come to. What a rank has shown for one meeting stays until all have come to
 * the next, so there are two places for each rank, used in turn, and no meeting is needed to clear them.
 */
final class Board {

    private final Meeting meeting;
    private final int ranks;
    private final AtomicLongArray arrivals;
    private final @Nullable Call[] calls;
    private final @Nullable MemorySegment[] arrays;
    private final @Nullable MemorySegment[] copies;

    Board(Meeting meeting) {
        this.meeting = meeting;
        this.ranks = meeting.members().size();
        this.arrivals = new AtomicLongArray(ranks);
        this.calls = new Call[2 * ranks];
        this.arrays = new MemorySegment[2 * ranks];
        this.copies = new MemorySegment[2 * ranks];
    }

    /** Shows a rank's array itself, which others may read until it has met them again. */
    void show(int rank, Call call, MemorySegment array) {
        int place = place(rank, arrivals.get(rank) + 1);
        calls[place] = call;
        arrays[place] = array;
    }

    /** Shows a copy of a short array, so that the rank need not wait until all have read it. */
    void showCopy(int rank, Call call, MemorySegment array) {
        int place = place(rank, arrivals.get(rank) + 1);
        MemorySegment copy = copies[place];
        if (copy == null || copy.byteSize() < array.byteSize()) {
            copy = Arena.ofAuto().allocate(Math.max(1, array.byteSize()), Long.BYTES);
            copies[place] = copy;
        }
        copy.asSlice(0, array.byteSize()).copyFrom(array);
        show(rank, call, copy.asSlice(0, array.byteSize()));
    }

    /**
     * Waits until all ranks have come as often as this one.
     *
     * @throws io.akkord.policies.parallel.CollectiveFailed if one does not, by name
     */
    void meet(int rank, Occasion occasion) {
        long arrival = arrivals.incrementAndGet(rank);
        meeting.changed();
        if (!meeting.await(occasion, () -> missing(arrival) < 0)) {
            throw occasion.missing(Math.max(0, missing(arrival)));
        }
    }

    /**
     * What all ranks have shown for this rank's last meeting.
     *
     * @throws io.akkord.policies.parallel.CollectiveFailed if they do not all want the same
     */
    List<MemorySegment> shown(int rank, Occasion occasion) {
        var shown = new ArrayList<MemorySegment>(ranks);
        for (int other = 0; other < ranks; other++) {
            int place = place(other, arrivals.get(rank));
            occasion.requireSame(rank, other, Objects.requireNonNull(calls[place]));
            shown.add(Objects.requireNonNull(arrays[place]));
        }
        return shown;
    }

    private int missing(long arrival) {
        for (int rank = 0; rank < ranks; rank++) {
            if (arrivals.get(rank) < arrival) {
                return rank;
            }
        }
        return -1;
    }

    private int place(int rank, long arrival) {
        return 2 * rank + (int) (arrival & 1);
    }
}
