package io.akkord.actors.collective;

import io.akkord.actors.wire.DataPlane;
import io.akkord.policies.parallel.Collective;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the ranks of one group that live in this JVM share. */
final class Group {

    private final GroupKey key;
    private final List<Member> members;
    private final Meeting meeting;
    private final Board board;
    private final Mailbox messages;
    private final Mailbox pieces;
    private final @Nullable Streams messageStreams;
    private final @Nullable Streams pieceStreams;
    private final Map<Integer, RankCollective> joined = new HashMap<>();

    /**
     * Before any rank has joined.
     *
     * @param plane to the other JVMs, null if all members are here
     */
    Group(GroupKey key, List<Member> members, @Nullable DataPlane plane) {
        this.key = key;
        this.members = List.copyOf(members);
        this.meeting = new Meeting(members);
        this.messageStreams = plane == null ? null : new Streams(plane, meeting, key.stream("messages"));
        this.pieceStreams = plane == null ? null : new Streams(plane, meeting, key.stream("pieces"));
        meeting.onGivingUp(this::abandonStreams);
        this.board = new Board(meeting);
        this.messages = new Mailbox(meeting);
        this.pieces = new Mailbox(meeting);
    }

    void giveUp(String reason) {
        meeting.giveUp(reason);
    }

    private void abandonStreams(String reason) {
        if (messageStreams != null && pieceStreams != null) {
            messageStreams.abandon(reason);
            pieceStreams.abandon(reason);
        }
    }

    synchronized Collective join(
            List<Member> others,
            int rank,
            Supplier<String> phase,
            Duration deadline,
            Consumer<CollectiveInterval> trace) {
        if (!others.equals(members)) {
            throw new IllegalStateException(key + " was joined with other members: " + members);
        }
        if (joined.containsKey(rank)) {
            throw new IllegalStateException("rank " + rank + " has joined " + key + " already");
        }
        var seat = new RankCollective.Seat(key, meeting, rank, phase, deadline, trace);
        var collective = new RankCollective(seat, exchange(rank), post(rank));
        joined.put(rank, collective);
        return collective;
    }

    private Exchange exchange(int rank) {
        if (pieceStreams == null) {
            return new SharedExchange(board, rank, members.size());
        }
        List<InetSocketAddress> nodes =
                members.stream().map(Member::plane).distinct().toList();
        List<Integer> numbers =
                members.stream().map(member -> nodes.indexOf(member.plane())).toList();
        return new ScheduleExchange(meeting, new RoutedPost(rank, members, pieces, pieceStreams), numbers, rank);
    }

    private Post post(int rank) {
        return messageStreams == null
                ? new LocalPost(rank, messages)
                : new OutgoingPost(meeting, new RoutedPost(rank, members, messages, messageStreams));
    }

    /** Returns whether nobody is left. */
    synchronized boolean leave(int rank) {
        RankCollective left = joined.remove(rank);
        if (left != null) {
            left.close();
        }
        return joined.isEmpty();
    }
}
