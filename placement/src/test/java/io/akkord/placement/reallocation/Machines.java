package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Clusters to move networks on. */
final class Machines {

    /** Of a device to its node's cards, bytes/s. */
    static final double BUS = 64e9;

    private static final DeviceKind KIND =
            new DeviceKind("gpu", Map.of(Precision.BFLOAT16, 1e15), 80L << 30, 3e12, BUS, 3e-6, Efficiency.WHOLE);
    private static final Link INSIDE = new Link(Link.Kind.NVLINK, 450e9, 2e-6);
    private static final Link INFINIBAND = new Link(Link.Kind.INFINIBAND, 400e9, 5e-6);
    private static final Link ETHERNET = new Link(Link.Kind.ETHERNET, 3e9, 30e-6);

    private Machines() {}

    static Cluster alike(int nodes, int devices) {
        return new Cluster(
                "alike",
                IntStream.range(0, nodes)
                        .mapToObj(i -> node("n" + i, "", devices, List.of(INFINIBAND)))
                        .toList(),
                null);
    }

    /** Nodes with and without InfiniBand in two places, and a thin line between these. */
    static Cluster mixed(int nodes, int devices) {
        var made = new ArrayList<Node>();
        for (int i = 0; i < nodes; i++) {
            made.add(node(
                    "n" + i,
                    i < nodes / 2 ? "here" : "there",
                    devices + i % 2,
                    i % 3 == 0 ? List.of(INFINIBAND, ETHERNET) : List.of(ETHERNET)));
        }
        return new Cluster("mixed", made, new Link(Link.Kind.ETHERNET, 1e9, 1e-3));
    }

    private static Node node(String name, String site, int devices, List<Link> networks) {
        return new Node(
                name,
                site,
                IntStream.range(0, devices)
                        .mapToObj(i -> new Device(name + "/" + i, KIND))
                        .toList(),
                INSIDE,
                networks);
    }
}
