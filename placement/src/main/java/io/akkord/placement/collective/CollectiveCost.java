package io.akkord.placement.collective;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Paces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Prices schedules on a cluster and finds the cheapest one.
 *
 * <p>A round lasts as long as its busiest device, its busiest node's network cards, or the line between sites; the next
 * one begins when it has ended. Ranks that run ahead of others would do a little better. Every message is looked at, so this
 * is for groups as large as there are processes to carry a schedule out; a ring of a thousand ranks has two million.
 */
public final class CollectiveCost {

    private final Paces paces;

    public CollectiveCost(Cluster cluster) {
        this.paces = new Paces(cluster);
    }

    /**
     * A schedule and what it costs.
     *
     * @param seconds from the first message to the last
     */
    public record Priced(Schedule schedule, double seconds) {}

    /**
     * The cheapest schedule.
     *
     * @param devices by rank, node by node for the patterns that know nodes; the first is the root of a broadcast
     * @param bytes of the whole array
     */
    public Priced cheapest(Operation operation, int[] devices, long bytes) {
        return candidates(operation, devices).stream()
                .map(schedule -> new Priced(schedule, seconds(schedule, devices, bytes)))
                .min(Comparator.comparingDouble(Priced::seconds))
                .orElseThrow();
    }

    /** Every schedule that does an operation on these devices, a ring first. */
    public List<Schedule> candidates(Operation operation, int[] devices) {
        int ranks = devices.length;
        var candidates = new ArrayList<Schedule>();
        switch (operation) {
            case ALL_REDUCE -> {
                candidates.add(Ring.allReduce(ranks));
                candidates.add(Tree.allReduce(ranks));
            }
            case REDUCE_SCATTER -> candidates.add(Ring.reduceScatter(ranks));
            case ALL_GATHER -> candidates.add(Ring.allGather(ranks));
            case BROADCAST -> {
                candidates.add(Ring.broadcast(ranks));
                candidates.add(Tree.broadcast(ranks));
            }
            case POINT_TO_POINT -> candidates.add(ScheduleRule.pair());
        }
        int places =
                ScheduleRule.places(Arrays.stream(devices).map(paces::nodeOf).toArray());
        if (places > 1 && places < ranks) {
            var hierarchy = new Hierarchy(ranks / places, places);
            switch (operation) {
                case ALL_REDUCE -> candidates.add(hierarchy.allReduce());
                case REDUCE_SCATTER -> candidates.add(hierarchy.reduceScatter());
                case ALL_GATHER -> candidates.add(hierarchy.allGather());
                case BROADCAST, POINT_TO_POINT -> {}
            }
        }
        return candidates;
    }

    /**
     * Seconds of a schedule.
     *
     * @param devices by rank
     * @param bytes of the whole array
     */
    public double seconds(Schedule schedule, int[] devices, long bytes) {
        if (devices.length != schedule.ranks()) {
            throw new IllegalArgumentException(schedule.ranks() + " ranks on " + devices.length + " devices");
        }
        var load = new RoundLoad(paces, devices);
        double seconds = 0;
        for (Round round : schedule.rounds()) {
            load.clear();
            for (Send send : round.sends()) {
                Chunk chunk = send.chunk();
                load.add(send, chunk.end(bytes, schedule.parts()) - chunk.start(bytes, schedule.parts()));
            }
            seconds += load.seconds();
        }
        return seconds;
    }
}
