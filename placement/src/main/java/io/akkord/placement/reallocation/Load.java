package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Paces;

/**
 * How long each device, each node's network cards and the line between sites are busy.
 *
 * <p>A device sends one message at a time and receives one at a time; cards of a node are shared by its devices; both
 * directions go at once. All that is busy works at the same time, since what is passed on goes chunk by chunk: the
 * busiest one ends last.
 */
final class Load {

    private final Paces paces;
    private final double[] sending;
    private final double[] receiving;
    private final double[] leaving;
    private final double[] entering;
    private double line;
    private double seconds;
    private long bytes;
    private long bytesBetweenNodes;

    /**
     * No load yet.
     *
     * @param devices how many at most, counted from the cluster's first
     */
    Load(Paces paces, int devices) {
        int nodes = paces.nodeOf(devices - 1) + 1;
        this.paces = paces;
        this.sending = new double[devices];
        this.receiving = new double[devices];
        this.leaving = new double[nodes];
        this.entering = new double[nodes];
    }

    /** Adds a message. */
    void add(int sender, int receiver, long size) {
        int from = paces.nodeOf(sender);
        int to = paces.nodeOf(receiver);
        double pure = size * paces.secondsPerByte(from, to);
        double whole = pure + paces.latencySeconds(from, to);
        sending[sender] += whole;
        receiving[receiver] += whole;
        busy(sending[sender]);
        busy(receiving[receiver]);
        bytes += size;
        if (from != to) {
            leaving[from] += pure;
            entering[to] += pure;
            line += size * paces.lineSecondsPerByte(from, to);
            busy(leaving[from]);
            busy(entering[to]);
            busy(line);
            bytesBetweenNodes += size;
        }
    }

    private void busy(double time) {
        seconds = Math.max(seconds, time);
    }

    /** When a device is done with what it sends. */
    double sending(int device) {
        return sending[device];
    }

    /** When a device and its node's cards are done with what they send. */
    double freeToLeave(int device) {
        return Math.max(sending[device], leaving[paces.nodeOf(device)]);
    }

    Traffic traffic() {
        return new Traffic(seconds, bytes, bytesBetweenNodes);
    }
}
