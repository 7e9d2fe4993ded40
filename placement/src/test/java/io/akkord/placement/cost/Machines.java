package io.akkord.placement.cost;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Clusters and networks with round numbers. */
final class Machines {

    static final Link NVLINK = new Link(Link.Kind.NVLINK, 300e9, 2e-6);
    static final Link INFINIBAND = new Link(Link.Kind.INFINIBAND, 160e9, 5e-6);
    static final Link ETHERNET = new Link(Link.Kind.ETHERNET, 4e9, 30e-6);

    static final ModelShape LLAMA =
            new ModelShape(Family.LLAMA, 32_000, 4096, 32, 32, 32, 128, 11_008, 0, false, false);

    private Machines() {}

    static DeviceKind kind(double flopsPerSecond, double launchSeconds) {
        return new DeviceKind(
                "gpu",
                Map.of(Precision.BFLOAT16, flopsPerSecond),
                80L << 30,
                2e12,
                32e9,
                launchSeconds,
                Efficiency.WHOLE);
    }

    static final DeviceKind FAST = kind(300e12, 0);

    static Node node(String name, String site, int devices, DeviceKind kind, Link... networks) {
        List<Device> all = IntStream.range(0, devices)
                .mapToObj(i -> new Device(name + "/" + i, kind))
                .toList();
        return new Node(name, site, all, NVLINK, List.of(networks));
    }

    /** Nodes of eight fast devices on InfiniBand. */
    static Cluster nodes(int count) {
        return nodes(count, FAST);
    }

    static Cluster nodes(int count, DeviceKind kind) {
        return cluster(
                null,
                IntStream.range(0, count)
                        .mapToObj(i -> node("node" + i, "", 8, kind, INFINIBAND))
                        .toArray(Node[]::new));
    }

    static Cluster cluster(@Nullable Link between, Node... nodes) {
        return new Cluster("test", List.of(nodes), between);
    }

    /** The first devices of a cluster, cut so. */
    static Layout layout(int data, int tensor, int pipeline) {
        var cut = new Parallelism(data, tensor, pipeline);
        return new Layout(Mesh.of(0, cut.ranks()), cut);
    }
}
