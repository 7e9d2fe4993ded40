package io.akkord.placement.cost;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A cluster with its nodes sorted into breeds of like ones, so that meshes of thousands are looked at by number. */
final class Ground {

    private record Breed(Node first, DeviceKind slowest) {}

    private final Cluster cluster;
    private final Precision precision;
    private final List<Breed> breeds = new ArrayList<>();
    private final int[] breedOf;

    Ground(Cluster cluster, Precision precision) {
        this.cluster = cluster;
        this.precision = precision;
        this.breedOf = cluster.nodes().stream().mapToInt(this::breed).toArray();
    }

    private int breed(Node node) {
        for (int known = breeds.size() - 1; known >= 0; known--) {
            if (breeds.get(known).first().isLike(node)) {
                return known;
            }
        }
        breeds.add(new Breed(
                node,
                node.devices().stream()
                        .map(Device::kind)
                        .min(Comparator.comparingDouble(this::pace))
                        .orElseThrow()));
        return breeds.size() - 1;
    }

    int nodeOf(int device) {
        return cluster.nodeOf(device);
    }

    /** Number of the breed of a device's node. */
    int breedOf(int device) {
        return breedOf[cluster.nodeOf(device)];
    }

    Link inside(int breed) {
        return breeds.get(breed).first().inside();
    }

    /** The device that all others of such a node wait for. */
    DeviceKind slowest(int breed) {
        return breeds.get(breed).slowest();
    }

    /** The one of two that the other waits for. */
    DeviceKind slower(DeviceKind a, DeviceKind b) {
        return pace(b) < pace(a) ? b : a;
    }

    Link link(int from, int to) {
        return cluster.link(from, to);
    }

    /** FLOP/s of large matrix products. */
    private double pace(DeviceKind kind) {
        return kind.flopsPerSecond(precision) * kind.efficiency().matrix();
    }

    /** What is left of two links where bytes take either: the smaller bandwidth and the longer latency. */
    static Link slower(Link a, Link b) {
        return new Link(
                a.bytesPerSecond() <= b.bytesPerSecond() ? a.kind() : b.kind(),
                Math.min(a.bytesPerSecond(), b.bytesPerSecond()),
                Math.max(a.latencySeconds(), b.latencySeconds()));
    }
}
