package io.akkord.placement.cost;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A cluster with its nodes sorted into breeds, so that meshes of thousands of them are looked at by number. */
final class Ground {

    private final Cluster cluster;
    private final Precision precision;
    private final int[] breedOf;
    private final List<Node> breeds = new ArrayList<>();

    Ground(Cluster cluster, Precision precision) {
        this.cluster = cluster;
        this.precision = precision;
        this.breedOf = cluster.nodes().stream().mapToInt(this::breed).toArray();
    }

    private int breed(Node node) {
        for (int known = breeds.size() - 1; known >= 0; known--) {
            if (breeds.get(known).isLike(node)) {
                return known;
            }
        }
        breeds.add(node);
        return breeds.size() - 1;
    }

    int nodeOf(int device) {
        return cluster.nodeOf(device);
    }

    /** The first of the nodes that are like this one, in its place. */
    int breedOfNode(int node) {
        return breedOf[node];
    }

    Link inside(int breed) {
        return breeds.get(breed).inside();
    }

    /** The device that all others of such a node wait for. */
    DeviceKind slowest(int breed) {
        return breeds.get(breed).devices().stream()
                .map(device -> device.kind())
                .min(Comparator.comparingDouble(this::pace))
                .orElseThrow();
    }

    /** FLOP/s of large matrix products. */
    double pace(DeviceKind kind) {
        return kind.flopsPerSecond(precision) * kind.efficiency().matrix();
    }

    Link link(int from, int to) {
        return cluster.link(from, to);
    }

    /** The slower of two links, by bytes and by latency. */
    static Link slower(Link a, Link b) {
        return new Link(
                a.bytesPerSecond() < b.bytesPerSecond() ? a.kind() : b.kind(),
                Math.min(a.bytesPerSecond(), b.bytesPerSecond()),
                Math.max(a.latencySeconds(), b.latencySeconds()));
    }
}
