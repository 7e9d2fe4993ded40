package io.akkord.actors.node;

import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.collective.GroupKey;
import io.akkord.actors.collective.Member;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The groups in which a worker meets others: who they are follows from the cut alone, so every rank finds the same.
 *
 * <p>They outlive what the worker holds at one time or another: as long as its gang stays, it goes on in the same groups.
 */
final class RankGroups {

    private final CollectiveHub hub;
    private final Map<GroupKey, Integer> joined = new LinkedHashMap<>();
    private final AtomicReference<String> phase = new AtomicReference<>("loading");
    private Seat.@Nullable Roster roster;
    private Seat.@Nullable Gang gang;
    private Groups groups = Groups.ALONE;

    RankGroups(CollectiveHub hub) {
        this.hub = hub;
    }

    /** What the worker is at, for whoever waits for it in vain. */
    void phase(String now) {
        phase.set(now);
    }

    /** Tells the worker who is in the gang that it will be called by. */
    void introduce(Seat.Roster others) {
        roster = others;
    }

    /**
     * The groups of a seat; those of another gang are left.
     *
     * @throws IllegalStateException if the worker does not know who is in the seat's gang
     */
    Groups of(Seat seat) {
        if (!seat.gang().equals(gang)) {
            leave();
            gang = seat.gang();
            groups = seat.layout().parallelism().ranks() == 1 ? Groups.ALONE : join(seat);
        }
        return groups;
    }

    /** Whoever still waits for this rank is told {@code reason}. */
    void abandon(String reason) {
        Seat.Gang mine = gang;
        if (mine != null && !joined.isEmpty()) {
            hub.abandon(mine.run(), mine.name(), mine.epoch(), reason);
        }
    }

    void leave() {
        joined.forEach(hub::leave);
        joined.clear();
        gang = null;
    }

    private Groups join(Seat seat) {
        Shard shard = seat.shard();
        Parallelism cut = shard.parallelism();
        int stage = shard.stage();
        int copy = shard.copy();
        int slice = shard.slice();
        return new Groups(
                join(seat, "tensor " + stage + "." + copy, slice, cut.tensor(), i -> cut.rank(stage, copy, i)),
                join(seat, "data " + stage + "." + slice, copy, cut.data(), i -> cut.rank(stage, i, slice)),
                join(seat, "pipeline " + copy + "." + slice, stage, cut.pipeline(), i -> cut.rank(i, copy, slice)),
                join(
                        seat,
                        "copy " + copy,
                        stage * cut.tensor() + slice,
                        cut.shards(),
                        i -> cut.rank(i / cut.tensor(), copy, i % cut.tensor())),
                join(seat, "all", shard.rank(), cut.ranks(), i -> i));
    }

    private interface Ranks {
        int rank(int place);
    }

    private Collective join(Seat seat, String group, int place, int places, Ranks ranks) {
        Seat.Gang mine = seat.gang();
        Seat.Roster known = roster;
        if (known == null || !known.gang().equals(mine)) {
            throw new IllegalStateException("it has not been told who is in " + mine);
        }
        List<Member> members = IntStream.range(0, places)
                .mapToObj(i -> member(known.members().get(ranks.rank(i))))
                .toList();
        var key = new GroupKey(mine.run(), mine.name(), mine.epoch(), group);
        joined.put(key, place);
        return hub.join(key, members, place, phase::get);
    }

    private Member member(Seat.Member member) {
        String plane = member.plane();
        int colon = plane.lastIndexOf(':');
        return new Member(
                member.device(),
                colon < 0
                        ? hub.address()
                        : new InetSocketAddress(
                                plane.substring(0, colon), Integer.parseInt(plane.substring(colon + 1))));
    }
}
