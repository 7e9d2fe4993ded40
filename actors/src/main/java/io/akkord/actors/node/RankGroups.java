package io.akkord.actors.node;

import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.collective.GroupKey;
import io.akkord.actors.collective.Member;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The groups of a seat: who the others are follows from the cut alone, so every rank finds the same. */
final class RankGroups {

    private final CollectiveHub hub;
    private final Seat.Gang gang;
    private final Supplier<String> phase;

    private RankGroups(CollectiveHub hub, Seat.Gang gang, Supplier<String> phase) {
        this.hub = hub;
        this.gang = gang;
        this.phase = phase;
    }

    /**
     * Joins them.
     *
     * @param phase what the rank is at, for whoever waits in vain
     */
    static Groups of(CollectiveHub hub, Seat seat, Supplier<String> phase) {
        Shard shard = seat.shard();
        Parallelism cut = shard.parallelism();
        if (cut.ranks() == 1) {
            return Groups.ALONE;
        }
        var groups = new RankGroups(hub, seat.gang(), phase);
        int stage = shard.stage();
        int copy = shard.copy();
        int slice = shard.slice();
        return new Groups(
                groups.join("tensor " + stage + "." + copy, slice, cut.tensor(), i -> cut.rank(stage, copy, i)),
                groups.join("data " + stage + "." + slice, copy, cut.data(), i -> cut.rank(stage, i, slice)),
                groups.join("pipeline " + copy + "." + slice, stage, cut.pipeline(), i -> cut.rank(i, copy, slice)),
                groups.join(
                        "copy " + copy,
                        stage * cut.tensor() + slice,
                        cut.shards(),
                        i -> cut.rank(i / cut.tensor(), copy, i % cut.tensor())),
                groups.join("all", shard.rank(), cut.ranks(), i -> i));
    }

    private interface Ranks {
        int rank(int place);
    }

    private Collective join(String group, int place, int places, Ranks ranks) {
        List<Member> members = IntStream.range(0, places)
                .mapToObj(i -> member(gang.members().get(ranks.rank(i))))
                .toList();
        return hub.join(new GroupKey(gang.run(), gang.name(), gang.epoch(), group), members, place, phase);
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
