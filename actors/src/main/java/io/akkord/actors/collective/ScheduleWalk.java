package io.akkord.actors.collective;

import io.akkord.actors.collective.RankSteps.Step;
import io.akkord.placement.collective.Chunk;
import io.akkord.placement.collective.Send.Effect;
import io.akkord.policies.tensor.HostSums;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** One call's walk through a rank's steps. */
final class ScheduleWalk {

    /** Large enough to be worth a message, small enough that the next rank need not wait. */
    static final long PIECE_BYTES = 512 << 10;

    private final Meeting meeting;
    private final Post post;
    private final Occasion arrival;
    private final Occasion occasion;
    private final MemorySegment array;
    private final RankSteps steps;
    private final MemorySegment scratch;
    private final int pieces;
    private final AtomicIntegerArray sent;
    private final AtomicIntegerArray received;
    private final Set<Integer> heard = new HashSet<>();

    /**
     * Before the first step.
     *
     * @param scratch as long as a piece
     */
    ScheduleWalk(
            Meeting meeting,
            Post post,
            Occasion occasion,
            MemorySegment array,
            RankSteps steps,
            MemorySegment scratch) {
        this.meeting = meeting;
        this.post = post;
        this.arrival = occasion;
        this.occasion = occasion.afterArrival();
        this.array = array;
        this.steps = steps;
        this.scratch = scratch;
        long longest = Math.ceilDiv(occasion.call().length(), (long) steps.parts())
                * occasion.call().type().bytes();
        this.pieces = Math.toIntExact(Math.ceilDiv(longest, PIECE_BYTES));
        this.sent = new AtomicIntegerArray(steps.parts() * pieces);
        this.received = new AtomicIntegerArray(steps.parts() * pieces);
    }

    /** All of it on one thread. */
    void inRounds() {
        announce();
        int sends = 0;
        int receives = 0;
        for (int round = 0; round < steps.rounds(); round++) {
            while (sends < steps.sends().size() && steps.sends().get(sends).round() == round) {
                send(steps.sends().get(sends++));
            }
            while (receives < steps.receives().size()
                    && steps.receives().get(receives).round() == round) {
                receive(steps.receives().get(receives++));
            }
        }
    }

    void sendAll() {
        announce();
        steps.sends().forEach(this::send);
    }

    void receiveAll() {
        steps.receives().forEach(this::receive);
    }

    /** Tells whoever will receive from this rank what it is about to do. */
    private void announce() {
        steps.sends().stream()
                .map(Step::peer)
                .distinct()
                .forEach(peer -> post.send(peer, occasion.call().header(), arrival));
    }

    private void send(Step step) {
        for (int piece = 0; piece < pieces; piece++) {
            int place = step.part() * pieces + piece;
            MemorySegment bytes = slice(step.part(), piece);
            await(received, place, step.after());
            if (bytes.byteSize() > 0) {
                post.send(step.peer(), bytes, occasion);
            }
            sent.incrementAndGet(place);
            meeting.changed();
        }
    }

    private void receive(Step step) {
        hear(step.peer());
        for (int piece = 0; piece < pieces; piece++) {
            int place = step.part() * pieces + piece;
            MemorySegment bytes = slice(step.part(), piece);
            await(sent, place, step.after());
            if (bytes.byteSize() > 0) {
                if (step.effect() == Effect.REPLACE) {
                    post.receive(step.peer(), bytes, occasion);
                } else {
                    MemorySegment more = scratch.asSlice(0, bytes.byteSize());
                    post.receive(step.peer(), more, occasion);
                    HostSums.add(bytes, more, occasion.call().type());
                }
            }
            received.incrementAndGet(place);
            meeting.changed();
        }
    }

    private void hear(int peer) {
        if (heard.add(peer)) {
            MemorySegment header = MemorySegment.ofArray(new long[(int) (Call.HEADER_BYTES / Long.BYTES)]);
            post.receive(peer, header, arrival);
            occasion.requireSame(steps.rank(), peer, Call.read(header));
        }
    }

    /** The other thread comes to this, or gives the group up: it has deadlines of its own. */
    private void await(AtomicIntegerArray counts, int place, int wanted) {
        boolean there = counts.get(place) >= wanted;
        while (!there) {
            there = meeting.await(occasion, () -> counts.get(place) >= wanted);
        }
    }

    private MemorySegment slice(int part, int piece) {
        long length = occasion.call().length();
        int bytes = occasion.call().type().bytes();
        var chunk = new Chunk(part, part + 1);
        long end = chunk.end(length, steps.parts()) * bytes;
        long from = Math.min(end, chunk.start(length, steps.parts()) * bytes + piece * PIECE_BYTES);
        return array.asSlice(from, Math.min(PIECE_BYTES, end - from));
    }
}
