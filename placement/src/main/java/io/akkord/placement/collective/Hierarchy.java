package io.akkord.placement.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Schedules of rings in two levels, for nodes whose inside is faster than their network.
 *
 * <p>Inside each node sums are scattered; then the ranks at one place of their nodes sum their chunk across nodes; then
 * chunks are gathered inside. A rank sends as much as in one ring, in as many rounds as places and nodes instead of their
 * product; and all ranks of a node share what crosses its network, where in one ring a single device carries it all.
 */
final class Hierarchy {

    private final int nodes;
    private final int places;

    /**
     * Ranks in nodes.
     *
     * @param nodes that the ranks lie on
     * @param places ranks on each; those of a node follow each other
     */
    Hierarchy(int nodes, int places) {
        this.nodes = nodes;
        this.places = places;
    }

    Schedule reduceScatter() {
        var rounds = new ArrayList<>(inside(Ring.reduceScatter(places)));
        rounds.addAll(across(Ring.reduceScatter(nodes)));
        return schedule(Operation.REDUCE_SCATTER, own(), rounds);
    }

    Schedule allGather() {
        var rounds = new ArrayList<>(across(Ring.allGather(nodes)));
        rounds.addAll(inside(Ring.allGather(places)));
        return schedule(Operation.ALL_GATHER, own(), rounds);
    }

    Schedule allReduce() {
        var rounds = new ArrayList<>(inside(Ring.reduceScatter(places)));
        rounds.addAll(across(Ring.allReduce(nodes)));
        rounds.addAll(inside(Ring.allGather(places)));
        return schedule(Operation.ALL_REDUCE, List.of(), rounds);
    }

    private Schedule schedule(Operation operation, List<Chunk> own, List<Round> rounds) {
        int ranks = nodes * places;
        return new Schedule(operation, Pattern.HIERARCHY, ranks, ranks, own, rounds);
    }

    /** Chunks go by place first, since that is how nodes scatter them, and by node within. */
    private List<Chunk> own() {
        return IntStream.range(0, nodes * places)
                .mapToObj(rank -> Chunk.of(rank % places * nodes + rank / places))
                .toList();
    }

    /** The same rounds in each node at once, on chunks as large as what a place has of all nodes. */
    private List<Round> inside(Schedule ring) {
        return together(ring, nodes, (node, rank) -> node * places + rank, _ -> 0, nodes);
    }

    /** The same rounds at each place at once, on that place's chunk. */
    private List<Round> across(Schedule ring) {
        return together(ring, places, (place, rank) -> rank * places + place, place -> place * nodes, 1);
    }

    private interface Rank {
        int of(int group, int rank);
    }

    private static List<Round> together(Schedule ring, int groups, Rank ranks, IntUnaryOperator offset, int size) {
        var rounds = new ArrayList<Round>();
        for (Round round : ring.rounds()) {
            var sends = new ArrayList<Send>();
            for (int group = 0; group < groups; group++) {
                for (Send send : round.sends()) {
                    int first = offset.applyAsInt(group) + send.chunk().from() * size;
                    sends.add(new Send(
                            ranks.of(group, send.sender()),
                            ranks.of(group, send.receiver()),
                            new Chunk(first, first + send.chunk().size() * size),
                            send.effect()));
                }
            }
            rounds.add(new Round(sends));
        }
        return rounds;
    }
}
