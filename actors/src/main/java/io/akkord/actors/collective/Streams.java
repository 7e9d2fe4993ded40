package io.akkord.actors.collective;

import io.akkord.actors.wire.DataPlane;
import io.akkord.actors.wire.DataPlane.Tag;
import io.akkord.actors.wire.TransferFailed;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** A group's streams on the data plane, for one purpose: one from each rank to each rank of another JVM. */
final class Streams {

    private final DataPlane plane;
    private final Meeting meeting;
    private final List<Member> members;
    private final long stream;

    Streams(DataPlane plane, Meeting meeting, long stream) {
        this.plane = plane;
        this.meeting = meeting;
        this.members = meeting.members();
        this.stream = stream;
    }

    /** May wait for the receiver once a window is full. */
    void send(int from, int to, MemorySegment message, Occasion occasion) {
        guarded(occasion, to, () -> plane.send(peer(to), new Tag(stream, from, to), message, occasion.deadline()));
    }

    void receive(int from, int to, MemorySegment into, Occasion occasion) {
        guarded(occasion, from, () -> plane.receive(new Tag(stream, from, to), into, occasion.deadline()));
    }

    /** A wait as long as the deadline was for the peer; whatever ends it sooner has its own reason. */
    private void guarded(Occasion occasion, int peer, Runnable transfer) {
        long start = System.nanoTime();
        try {
            transfer.run();
        } catch (TransferFailed e) {
            meeting.requireAlive(occasion);
            boolean late = System.nanoTime() - start >= occasion.deadline().toNanos();
            throw late ? occasion.missing(peer) : occasion.unreachable(peer, e);
        }
    }

    /** Wakes the ranks of this JVM that wait for others, and theirs that wait for these. */
    void abandon(String reason) {
        for (int rank = 0; rank < members.size(); rank++) {
            if (peer(rank).equals(plane.address())) {
                ofRank(rank, tag -> plane.abandon(tag, reason));
            }
        }
    }

    /** A rank of this JVM neither sends nor receives any more. */
    void finish(int rank) {
        ofRank(rank, plane::finish);
    }

    private void ofRank(int rank, Consumer<Tag> action) {
        for (int other = 0; other < members.size(); other++) {
            if (!peer(other).equals(plane.address())) {
                action.accept(new Tag(stream, rank, other));
                action.accept(new Tag(stream, other, rank));
            }
        }
    }

    private InetSocketAddress peer(int rank) {
        return members.get(rank).plane();
    }
}
