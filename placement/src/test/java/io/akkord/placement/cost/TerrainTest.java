package io.akkord.placement.cost;

import static io.akkord.placement.cost.Machines.ETHERNET;
import static io.akkord.placement.cost.Machines.FAST;
import static io.akkord.placement.cost.Machines.INFINIBAND;
import static io.akkord.placement.cost.Machines.NVLINK;
import static io.akkord.placement.cost.Machines.cluster;
import static io.akkord.placement.cost.Machines.kind;
import static io.akkord.placement.cost.Machines.node;
import static io.akkord.placement.cost.Machines.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cluster.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerrainTest {

    private static final Link ROCE = new Link(Link.Kind.ROCE, 80e9, 8e-6);

    private static Terrain terrain(Cluster cluster, Mesh mesh) {
        return new Terrain(new Ground(cluster, Precision.BFLOAT16), mesh);
    }

    private static Wiring wiring(Cluster cluster, int devices, int data, int tensor, int pipeline) {
        return terrain(cluster, Mesh.of(0, devices)).wiring(new Parallelism(data, tensor, pipeline));
    }

    @ParameterizedTest(name = "{0}x{1}x{2}: slices on {3} nodes, copies on {4}")
    @CsvSource({"4, 8, 1, 1, 4", "32, 1, 1, 1, 4", "2, 16, 1, 2, 2", "2, 4, 4, 1, 1", "16, 2, 1, 1, 4", "1, 8, 4, 1, 1"
    })
    void groupsSpanAsManyNodesAsTheirStrideTakesThem(int data, int tensor, int pipeline, int sliced, int copied) {
        Wiring wiring = wiring(nodes(4), 32, data, tensor, pipeline);
        assertEquals(sliced, wiring.tensor().nodes());
        assertEquals(copied, wiring.data().nodes());
        assertEquals(tensor, wiring.tensor().size());
        assertEquals(data, wiring.data().size());
    }

    @Test
    void groupsOfOneNodeShareItsNetwork() {
        assertEquals(20e9, wiring(nodes(4), 32, 4, 8, 1).data().outside().bytesPerSecond(), 1);
        assertEquals(160e9, wiring(nodes(4), 32, 32, 1, 1).data().outside().bytesPerSecond(), 1);
    }

    @Test
    void aLoneDeviceGetsNoMoreThanItsBusToTheHost() {
        Wiring wiring = wiring(
                cluster(null, node("a", "", 1, FAST, INFINIBAND), node("b", "", 1, FAST, INFINIBAND)), 2, 2, 1, 1);
        assertEquals(32e9, wiring.data().outside().bytesPerSecond(), 1);
    }

    @Test
    void stagesOfOneNodeHopInsideIt() {
        assertEquals(NVLINK, wiring(nodes(1), 8, 1, 2, 4).hop());
        assertEquals(20e9, wiring(nodes(4), 32, 1, 8, 4).hop().bytesPerSecond(), 1);
    }

    @Test
    void theSlowestDeviceIsWaitedFor() {
        var slow = kind(100e12, 0);
        Cluster mixed = cluster(null, node("a", "", 8, FAST, INFINIBAND), node("b", "", 8, slow, INFINIBAND));
        assertEquals(slow, wiring(mixed, 16, 2, 8, 1).device());
        assertEquals(FAST, wiring(mixed, 8, 1, 8, 1).device());
    }

    /** Holmes (2312.03549): stages may cross between unlike networks where copies should not. */
    @Test
    void copiesWithinANetworkDoNotFeelTheLinkBetweenNetworks() {
        Cluster mixed = cluster(
                null,
                node("a", "", 8, FAST, INFINIBAND, ETHERNET),
                node("b", "", 8, FAST, INFINIBAND, ETHERNET),
                node("c", "", 8, FAST, ROCE, ETHERNET),
                node("d", "", 8, FAST, ROCE, ETHERNET));
        Wiring staged = wiring(mixed, 32, 2, 8, 2);
        assertEquals(80e9 / 8, staged.data().outside().bytesPerSecond(), 1);
        assertEquals(4e9 / 8, staged.hop().bytesPerSecond(), 1);
        assertEquals(4e9 / 8, wiring(mixed, 32, 4, 8, 1).data().outside().bytesPerSecond(), 1);
    }

    @Test
    void aMeshWithHolesKeepsGroupsWithinItsPieces() {
        var holes = new Mesh(List.of(new Mesh.Span(4, 8), new Mesh.Span(12, 16)));
        Wiring wiring = terrain(nodes(2), holes).wiring(new Parallelism(2, 4, 1));
        assertEquals(1, wiring.tensor().nodes());
        assertEquals(2, wiring.data().nodes());
        assertEquals(32e9, wiring.data().outside().bytesPerSecond(), 1);
    }

    @Test
    void columnsMoveOverAllTheLinksOfTheSmallerMesh() {
        Cluster four = nodes(4);
        double seconds = terrain(four, Mesh.of(0, 8)).seconds(1e9, terrain(four, Mesh.of(8, 24)));
        assertEquals(5e-6 + 1e9 / 160e9, seconds, 1e-9);
        double within = terrain(four, Mesh.of(0, 4)).seconds(1e9, terrain(four, Mesh.of(4, 2)));
        assertEquals(2e-6 + 1e9 / 2 / 300e9, within, 1e-9);
    }
}
