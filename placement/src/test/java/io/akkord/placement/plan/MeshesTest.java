package io.akkord.placement.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeshesTest {

    private static final Link NVLINK = new Link(Link.Kind.NVLINK, 3e11, 2e-6);
    private static final Link NETWORK = new Link(Link.Kind.INFINIBAND, 2e11, 5e-6);

    static DeviceKind kind(String name) {
        return new DeviceKind(name, Map.of(Precision.BFLOAT16, 1e14), 1L << 36, 1e12, 1e10, 0, Efficiency.WHOLE);
    }

    static Node node(String name, String kind, int devices) {
        return new Node(
                name,
                "",
                IntStream.range(0, devices)
                        .mapToObj(i -> new Device(name + "/" + i, kind(kind)))
                        .toList(),
                NVLINK,
                List.of(NETWORK));
    }

    private static Cluster nodes(int count) {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < count; i++) {
            nodes.add(node("n" + i, "a", 8));
        }
        return new Cluster("test", nodes, null);
    }

    @Test
    void oneNodeHasItsAlignedBlocks() {
        List<Mesh> meshes = Meshes.of(nodes(1), 6);
        assertEquals(1 + 2 + 4 + 8, meshes.size());
        assertTrue(meshes.contains(Mesh.of(4, 4)));
        assertTrue(!meshes.contains(Mesh.of(2, 4)), "blocks are aligned");
    }

    @Test
    void fewNodesHaveAllRangesAndTheRestsAroundThem() {
        List<Mesh> meshes = Meshes.of(nodes(4), 6);
        assertTrue(meshes.contains(Mesh.of(8, 16)));
        assertTrue(meshes.contains(new Mesh(List.of(new Mesh.Span(0, 8), new Mesh.Span(24, 32)))));
        assertEquals(new HashSet<>(meshes).size(), meshes.size(), "each once");
    }

    @Test
    void theirNumberGrowsWithTheLogarithmOfTheCluster() {
        int small = Meshes.of(nodes(128), 6).size();
        int large = Meshes.of(nodes(2048), 6).size();
        assertTrue(large < 2 * small, small + " meshes of 128 nodes, " + large + " of 2048");
    }

    @Test
    void nodesOfAKindAreAMeshWhereverTheyStand() {
        var mixed = new Cluster(
                "mixed", List.of(node("n0", "a", 4), node("n1", "b", 4), node("n2", "a", 4), node("n3", "b", 4)), null);
        List<Mesh> meshes = Meshes.of(mixed, 6);
        assertTrue(meshes.contains(new Mesh(List.of(new Mesh.Span(0, 4), new Mesh.Span(8, 12)))));
        assertTrue(meshes.contains(new Mesh(List.of(new Mesh.Span(4, 8), new Mesh.Span(12, 16)))));
    }
}
