package io.akkord.actors.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.actors.node.Fetch;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.Seat;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.reallocation.Reallocation;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random networks moved between random layouts: what every rank takes is what it must hold, and crosses once. */
class WeightMoveTest {

    private static final int NODES = 3;
    private static final int DEVICES = 4;
    private static final int MOVES = 300;

    private final Random random = new Random(7);
    private final Cluster cluster = cluster();

    @Test
    void everyRankGetsWhatItMustHoldThereAndBack() {
        for (int i = 0; i < MOVES; i++) {
            ModelConfig config = config();
            Weights whole = FreshWeights.create(config, i);
            Layout from = layout(config);
            Layout to = layout(config);
            List<Weights> moved = move(config, from, to, cut(whole, config, from));
            assertSame(cut(whole, config, to), moved, from + " to " + to);
            assertSame(cut(whole, config, from), move(config, to, from, moved), to + " back to " + from);
        }
    }

    @Test
    void noMoreCrossesBetweenNodesThanThePlannerCounts() {
        for (int i = 0; i < MOVES; i++) {
            ModelConfig config = config();
            Layout from = layout(config);
            Layout to = layout(config);
            var traffic = new Reallocation(cluster, NetworkShapes.of(config), Float.BYTES).traffic(from, to);
            assertEquals(traffic.bytesBetweenNodes(), crossing(config, from, to), from + " to " + to);
        }
    }

    /** Walks that are under way at the same time ask the same object. */
    @Test
    void walksMayAskAtTheSameTime() {
        ModelConfig config = config();
        List<Layout> layouts =
                IntStream.range(0, 20).mapToObj(i -> layout(config)).toList();
        for (int round = 0; round < 20; round++) {
            var shared = new Holdings(cluster, Float.BYTES);
            IntStream.range(0, layouts.size() * layouts.size()).parallel().forEach(i -> {
                Layout from = layouts.get(i / layouts.size());
                Layout to = layouts.get(i % layouts.size());
                assertEquals(holdings(config, from, to), holdings(shared, config, from, to));
            });
        }
    }

    private long crossing(ModelConfig config, Layout from, Layout to) {
        Weights whole = FreshWeights.create(config, 1);
        List<Weights> pieces = cut(whole, config, from);
        Set<List<Object>> crossed = new HashSet<>();
        long bytes = 0;
        List<Holding> holdings = holdings(config, from, to);
        for (int rank = 0; rank < holdings.size(); rank++) {
            int node = cluster.nodeOf(to.mesh().device(rank));
            for (Fetch fetch : holdings.get(rank).sources()) {
                int piece = (int) fetch.from().weights().id();
                boolean near = cluster.nodeOf(from.mesh().device(piece)) == node;
                if (!near
                        && crossed.add(List.of(
                                node,
                                piece,
                                fetch.parts().stream().map(Fetch.Part::source).toList()))) {
                    for (Fetch.Part part : fetch.parts()) {
                        bytes += slice(pieces.get(piece), part.source()).data().byteSize();
                    }
                }
            }
        }
        return bytes;
    }

    private List<Weights> move(ModelConfig config, Layout from, Layout to, List<Weights> pieces) {
        var moved = new ArrayList<Weights>();
        for (Holding holding : holdings(config, from, to)) {
            var tensors = new LinkedHashMap<String, HostTensor>();
            ShardWeights.shapes(config, holding.seat().shard())
                    .forEach((name, shape) -> tensors.put(
                            name,
                            HostTensor.zeros(
                                    pieces.getFirst()
                                            .tensors()
                                            .values()
                                            .iterator()
                                            .next()
                                            .type(),
                                    shape)));
            Weights result = new Weights(tensors);
            for (Fetch fetch : holding.sources()) {
                Weights piece = pieces.get((int) fetch.from().weights().id());
                if (fetch.parts().isEmpty()) {
                    result = piece;
                }
                for (Fetch.Part part : fetch.parts()) {
                    result.get(part.source().tensor())
                            .fill(slice(piece, part.source()), part.source().dimension(), part.to());
                }
            }
            moved.add(result);
        }
        return moved;
    }

    private List<Holding> holdings(ModelConfig config, Layout from, Layout to) {
        return holdings(new Holdings(cluster, Float.BYTES), config, from, to);
    }

    private static List<Holding> holdings(Holdings shared, ModelConfig config, Layout from, Layout to) {
        var pieces = new ArrayList<PublishedNetwork.Piece>();
        for (int rank = 0; rank < from.parallelism().ranks(); rank++) {
            pieces.add(new PublishedNetwork.Piece(new ColumnRef("node", rank, 0), null, null));
        }
        var network = new PublishedNetwork(Role.POLICY, config, 3, from, pieces);
        var table = new Seating.Table(Role.POLICY, to, new Seat.Training(false, Recompute.NONE, false), false);
        return shared.of(
                network,
                new NetworkWorkers(table, new Seat.Roster(new Seat.Gang(1, "policy", 0), List.of()), List.of()));
    }

    private static HostTensor slice(Weights weights, TensorSlice slice) {
        return weights.get(slice.tensor()).slice(slice.dimension(), slice.from(), slice.to());
    }

    private static List<Weights> cut(Weights whole, ModelConfig config, Layout layout) {
        var pieces = new ArrayList<Weights>();
        for (int rank = 0; rank < layout.parallelism().ranks(); rank++) {
            pieces.add(ShardWeights.cut(whole, config, Shard.of(layout.parallelism(), rank)));
        }
        return pieces;
    }

    private static void assertSame(List<Weights> expected, List<Weights> actual, String move) {
        for (int rank = 0; rank < expected.size(); rank++) {
            Weights mine = actual.get(rank);
            assertEquals(expected.get(rank).tensors().keySet(), mine.tensors().keySet(), move);
            expected.get(rank)
                    .tensors()
                    .forEach((name, tensor) -> assertArrayEquals(
                            tensor.data().toArray(ValueLayout.JAVA_BYTE),
                            mine.get(name).data().toArray(ValueLayout.JAVA_BYTE),
                            move + ": " + name));
        }
    }

    private ModelConfig config() {
        int heads = 4 << random.nextInt(2);
        int keyValueHeads = heads >> random.nextInt(3);
        boolean scalar = random.nextBoolean();
        return new ModelConfig(
                17 + random.nextInt(9),
                heads * 4,
                4 + random.nextInt(3),
                heads,
                keyValueHeads,
                4,
                10 + random.nextInt(8),
                32,
                1e-5,
                10_000,
                !scalar && random.nextBoolean(),
                scalar,
                -1,
                List.of(),
                -1);
    }

    private Layout layout(ModelConfig config) {
        while (true) {
            var cut = new Parallelism(1 + random.nextInt(3), 1 << random.nextInt(3), 1 + random.nextInt(4));
            if (cut.ranks() <= NODES * DEVICES && config.heads() % cut.tensor() == 0) {
                int[] devices = random.ints(0, NODES * DEVICES)
                        .distinct()
                        .limit(cut.ranks())
                        .sorted()
                        .toArray();
                return new Layout(Mesh.ofDevices(devices), cut);
            }
        }
    }

    private static Cluster cluster() {
        List<Device> cores = Cluster.embedded(DEVICES).devices();
        Node one = Cluster.embedded(DEVICES).nodes().getFirst();
        var lan = new Link(Link.Kind.ETHERNET, 1e9, 1e-4);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < NODES; i++) {
            int number = i;
            List<Device> devices = cores.stream()
                    .map(core -> new Device("node-" + number + "/" + core.name(), core.kind()))
                    .toList();
            nodes.add(new Node("node-" + i, "", devices, one.inside(), List.of(lan)));
        }
        return new Cluster("test", nodes, null);
    }
}
