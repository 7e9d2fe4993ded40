package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Paces;
import io.akkord.placement.cluster.Paces.Pace;

/**
 * How long each device, each node's network cards and the line between sites are busy.
 *
 * <p>A device sends one message at a time and receives one at a time; cards of a node are shared by its devices, each of
 * which reaches them over its own bus; both directions go at once. All that is busy works at the same time, since what is passed on goes chunk by chunk: the
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
        Pace pace = paces.pace(from, to);
        double whole = size * pace.deviceSecondsPerByte() + pace.latencySeconds();
        sending[sender] += whole;
        receiving[receiver] += whole;
        busy(sending[sender]);
        busy(receiving[receiver]);
        bytes += size;
        if (from != to) {
            double pure = size * pace.secondsPerByte();
            leaving[from] += pure;
            entering[to] += pure;
            line += size * pace.lineSecondsPerByte();
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

    /** When a device is done with what it receives. */
    double receiving(int device) {
        return receiving[device];
    }

    /** When a device and its node's cards would have sent a message to another node, were it theirs to send. */
    double whenSent(int sender, int toNode, long size) {
        int from = paces.nodeOf(sender);
        Pace pace = paces.pace(from, toNode);
        return Math.max(
                sending[sender] + pace.latencySeconds() + size * pace.deviceSecondsPerByte(),
                leaving[from] + size * pace.secondsPerByte());
    }

    Traffic traffic() {
        return new Traffic(seconds, bytes, bytesBetweenNodes);
    }
}
