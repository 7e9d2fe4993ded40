package io.akkord.placement.collective;

import io.akkord.placement.cluster.Paces;
import io.akkord.placement.cluster.Paces.Pace;
import java.util.Arrays;

/** How long the ranks of a group, their nodes' network cards and the line between sites are busy in one round. */
final class RoundLoad {

    private final Paces paces;
    private final int[] nodes;
    private final int[] nodeOf;
    private final double[] sending;
    private final double[] receiving;
    private final double[] leaving;
    private final double[] entering;
    private double line;
    private double seconds;

    RoundLoad(Paces paces, int[] devices) {
        this.paces = paces;
        this.nodes =
                Arrays.stream(devices).map(paces::nodeOf).distinct().sorted().toArray();
        this.nodeOf = Arrays.stream(devices)
                .map(device -> Arrays.binarySearch(nodes, paces.nodeOf(device)))
                .toArray();
        this.sending = new double[devices.length];
        this.receiving = new double[devices.length];
        this.leaving = new double[nodes.length];
        this.entering = new double[nodes.length];
    }

    void clear() {
        Arrays.fill(sending, 0);
        Arrays.fill(receiving, 0);
        Arrays.fill(leaving, 0);
        Arrays.fill(entering, 0);
        line = 0;
        seconds = 0;
    }

    void add(Send send, long bytes) {
        int from = nodeOf[send.sender()];
        int to = nodeOf[send.receiver()];
        Pace pace = paces.pace(nodes[from], nodes[to]);
        double latency = pace.latencySeconds();
        double whole = latency + bytes * pace.deviceSecondsPerByte();
        sending[send.sender()] += whole;
        receiving[send.receiver()] += whole;
        busy(sending[send.sender()]);
        busy(receiving[send.receiver()]);
        if (from != to) {
            double pure = bytes * pace.secondsPerByte();
            leaving[from] += pure;
            entering[to] += pure;
            line += bytes * pace.lineSecondsPerByte();
            busy(latency + leaving[from]);
            busy(latency + entering[to]);
            busy(latency + line);
        }
    }

    private void busy(double time) {
        seconds = Math.max(seconds, time);
    }

    double seconds() {
        return seconds;
    }
}
