package io.akkord.placement.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTest {

    private static final DeviceKind KIND = kind(Map.of(Precision.FLOAT32, 1e12, Precision.BFLOAT16, 4e12), 1e9);
    private static final Link INSIDE = new Link(Link.Kind.NVLINK, 400e9, 2e-6);
    private static final Link INFINIBAND = new Link(Link.Kind.INFINIBAND, 25e9, 5e-6);
    private static final Link ETHERNET = new Link(Link.Kind.ETHERNET, 1e9, 30e-6);
    private static final Link LINE = new Link(Link.Kind.ETHERNET, 2e9, 1e-2);

    private static DeviceKind kind(Map<Precision, Double> peaks, double memoryBytesPerSecond) {
        return new DeviceKind("gpu", peaks, 1L << 30, memoryBytesPerSecond, 1e9, 1e-6, Efficiency.WHOLE);
    }

    private static Node node(String name, String site, Link... networks) {
        return new Node(
                name,
                site,
                List.of(new Device(name + "/0", KIND), new Device(name + "/1", KIND)),
                INSIDE,
                Arrays.asList(networks));
    }

    @Test
    void twoNodesTalkOverTheFastestNetworkOfBoth() {
        var slower = new Link(Link.Kind.INFINIBAND, 10e9, 7e-6);
        var cluster = new Cluster(
                "c",
                List.of(node("a", "", INFINIBAND, ETHERNET), node("b", "", slower, ETHERNET), node("c", "", ETHERNET)),
                null);
        assertEquals(slower, cluster.link(0, 2), "at the pace of the slower end");
        assertEquals(ETHERNET, cluster.link(0, 4));
        assertEquals(INSIDE, cluster.link(2, 3));
        assertEquals(new Link(Link.Kind.MEMORY, 1e9, 0), cluster.link(1, 1));
        assertEquals(1, cluster.nodeOf(3));
    }

    @Test
    void betweenSitesTheLineDecides() {
        var cluster = new Cluster("c", List.of(node("a", "x", INFINIBAND), node("b", "y", INFINIBAND)), LINE);
        assertEquals(new Link(Link.Kind.ETHERNET, 2e9, 1e-2), cluster.link(0, 3));
        var alone = new Cluster("c", List.of(node("a", "x"), node("b", "y")), LINE);
        assertEquals(LINE, alone.link(0, 3), "a line needs no network of the same kind");
    }

    @Test
    void whatCannotReachEachOtherIsNoCluster() {
        assertEquals("nodes a and b share no network", refusal(node("a", "", INFINIBAND), node("b", "", ETHERNET)));
        assertEquals("nodes a and b share no network and no line", refusal(node("a", "x", INFINIBAND), node("b", "y")));
        assertEquals("two devices are called a/0", refusal(node("a", "", ETHERNET), node("a", "", ETHERNET)));
        assertEquals("a cluster needs a device", refusal());
    }

    private static String refusal(Node... nodes) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> new Cluster("c", Arrays.asList(nodes), null))
                        .getMessage());
    }

    @Test
    void likeNodesMayBeSwapped() {
        assertTrue(node("a", "", ETHERNET).isLike(node("b", "", ETHERNET)));
        assertFalse(node("a", "", ETHERNET).isLike(node("b", "", INFINIBAND)));
        assertFalse(node("a", "x", ETHERNET).isLike(node("b", "y", ETHERNET)));
        assertThrows(IllegalArgumentException.class, () -> node("a", "", ETHERNET, LINE));
    }

    @Test
    void aFormatThatIsMissingRunsAsTheNextWiderOne() {
        assertEquals(4e12, KIND.flopsPerSecond(Precision.BFLOAT16));
        assertEquals(4e12, KIND.flopsPerSecond(Precision.FLOAT8));
        assertEquals(1e12, KIND.flopsPerSecond(Precision.FLOAT32));
    }

    @Test
    void nothingIsDividedByZero() {
        assertThrows(IllegalArgumentException.class, () -> kind(Map.of(), 1e9));
        assertThrows(IllegalArgumentException.class, () -> kind(Map.of(Precision.FLOAT32, 0.0), 1e9));
        assertThrows(IllegalArgumentException.class, () -> kind(Map.of(Precision.FLOAT32, Double.NaN), 1e9));
        assertThrows(IllegalArgumentException.class, () -> kind(Map.of(Precision.FLOAT32, 1e9), 0));
        assertThrows(IllegalArgumentException.class, () -> new Link(Link.Kind.PCIE, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Link(Link.Kind.PCIE, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Efficiency(0, 0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Efficiency(1, -1, 0, 1, 1));
    }

    @Test
    void smallProductsReachLess() {
        var efficiency = new Efficiency(0.8, 100, 300, 1, 1);
        assertEquals(0.8 * 0.5 * 0.75, efficiency.ofProduct(100, 900, 1200), 1e-15);
        assertEquals(1, Efficiency.WHOLE.ofProduct(1, 1, 1));
    }
}
