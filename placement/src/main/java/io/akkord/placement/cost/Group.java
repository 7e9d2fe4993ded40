package io.akkord.placement.cost;

import io.akkord.placement.cluster.Link;

/**
 * Devices that exchange the same bytes: so many on each of so many nodes, and the pace between them.
 *
 * <p>Closed forms of what collectives take, the alpha-beta model of Thakur et al. 2005: a ring inside the node and one
 * across nodes, each of which carries a part of the bytes at the same time, so the slower one sets the pace. Small
 * messages go by tree.
 *
 * @param nodes that the group spans
 * @param members of the group on each node
 * @param inside between two members of a node, as fast as collectives get it
 * @param outside of all the group's members of a node together, while every other group of the node talks too
 */
public record Group(int nodes, int members, Link inside, Link outside) {

    /** Ranks in it. */
    public int size() {
        return nodes * members;
    }

    /** Seconds until each has the sum of all; {@code bytes} are those of one copy. */
    public double allReduce(double bytes) {
        return Math.min(twice(1) + slower(bytes, 2), twice(0) + (size() > 1 ? slowestCopy(bytes) : 0));
    }

    /** Seconds until each has its part of the sum, or from parts the whole; {@code bytes} are those of the whole. */
    public double gather(double bytes) {
        return twice(1) / 2 + slower(bytes, 1);
    }

    /** Latency of two walks through the group, by ring (1) or by tree (0). */
    private double twice(int ring) {
        return 2 * (hops(members, ring) * inside.latencySeconds() + hops(nodes, ring) * outside.latencySeconds());
    }

    private static int hops(int size, int ring) {
        return ring == 1 ? size - 1 : 32 - Integer.numberOfLeadingZeros(size - 1);
    }

    /** A ring walks each byte past all members but one, {@code times} times. */
    private double slower(double bytes, int times) {
        double within = bytes * (members - 1) / members / inside.bytesPerSecond();
        double across = bytes * (nodes - 1) / nodes / outside.bytesPerSecond();
        return times * Math.max(within, across);
    }

    /** A tree sends each byte up and down whole. */
    private double slowestCopy(double bytes) {
        double within = members > 1 ? bytes / inside.bytesPerSecond() : 0;
        double across = nodes > 1 ? bytes / outside.bytesPerSecond() : 0;
        return 2 * Math.max(within, across);
    }
}
