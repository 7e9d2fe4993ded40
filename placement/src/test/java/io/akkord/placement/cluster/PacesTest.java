package io.akkord.placement.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacesTest {

    private static final Link NVLINK = new Link(Link.Kind.NVLINK, 400e9, 2e-6);
    private static final Link INFINIBAND = new Link(Link.Kind.INFINIBAND, 200e9, 5e-6);
    private static final Link ETHERNET = new Link(Link.Kind.ETHERNET, 2e9, 30e-6);

    private static Node node(String name, String site, double networkShare, double bus, List<Link> networks) {
        var kind = new DeviceKind(
                "gpu",
                Map.of(Precision.BFLOAT16, 1e15),
                1L << 30,
                3e12,
                bus,
                3e-6,
                new Efficiency(1, 0, 0, 1, networkShare));
        return new Node(
                name,
                site,
                IntStream.range(0, 4)
                        .mapToObj(i -> new Device(name + "/" + i, kind))
                        .toList(),
                NVLINK,
                networks);
    }

    private final Paces paces = new Paces(new Cluster(
            "unlike",
            List.of(
                    node("a", "here", 0.5, 32e9, List.of(INFINIBAND, ETHERNET)),
                    node("b", "here", 0.5, 32e9, List.of(INFINIBAND, ETHERNET)),
                    node("c", "here", 0.8, 16e9, List.of(ETHERNET)),
                    node("d", "there", 0.8, 16e9, List.of(ETHERNET))),
            new Link(Link.Kind.ETHERNET, 1e9, 1e-3)));

    @Test
    void insideANodeADeviceHasTheLinkToItself() {
        assertEquals(new Paces.Pace(1 / 200e9, 1 / 200e9, 2e-6, 0), paces.pace(0, 0));
        assertEquals(paces.pace(0, 0), paces.pace(1, 1));
    }

    @Test
    void aDeviceLeavesItsNodeOverItsBus() {
        assertEquals(new Paces.Pace(1 / 100e9, 1 / 32e9, 5e-6, 0), paces.pace(0, 1));
        assertEquals(new Paces.Pace(1 / 1e9, 1 / 1e9, 30e-6, 0), paces.pace(0, 2));
    }

    @Test
    void sitesShareTheLine() {
        assertEquals(1 / 1e9, paces.pace(2, 3).lineSecondsPerByte());
        assertEquals(0, paces.pace(1, 2).lineSecondsPerByte());
    }

    @Test
    void likeNodesAreOneMake() {
        assertEquals(3, paces.makes());
        assertEquals(paces.makeOf(0), paces.makeOf(7));
        assertEquals(2, paces.nodeOf(8));
        assertEquals(4, paces.largestNode());
    }

    @Test
    void aNodeWithoutDevicesHasNoPace() {
        var empty = new Node("e", "here", List.of(), NVLINK, List.of(ETHERNET));
        var some = new Paces(new Cluster("some", List.of(node("a", "here", 1, 1e9, List.of(ETHERNET)), empty), null));
        assertThrows(IllegalArgumentException.class, () -> some.pace(0, 1));
    }
}
