package io.akkord.placement.reallocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.KnownModels;
import io.akkord.placement.model.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReallocationTest {

    private static final int BYTES = 2;

    /** Few units, none of them a power of two, grouped heads, tied and untied, with and without biases. */
    private static final List<ModelShape> SHAPES = List.of(
            new ModelShape(Family.LLAMA, 10, 8, 5, 8, 2, 2, 12, 0, false, false),
            new ModelShape(Family.QWEN, 9, 8, 6, 6, 3, 2, 11, 0, true, false),
            new ModelShape(Family.GPT, 11, 8, 3, 4, 4, 2, 16, 7, true, false),
            new ModelShape(Family.LLAMA, 10, 8, 4, 4, 1, 2, 12, 0, false, true));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyNumberArrivesOnceAndNoMoreThanIsLacking(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            ModelShape shape = SHAPES.get(random.nextInt(SHAPES.size()));
            Cluster cluster = random.nextBoolean() ? Machines.alike(4, 4) : Machines.mixed(5, 3);
            Layout from = layout(cluster, shape, random);
            Layout to = layout(cluster, shape, random);
            var moves = new Reallocation(cluster, shape, BYTES);
            Holdings before = Holdings.of(shape, from);
            Holdings after = Holdings.of(shape, to);
            List<Transfer> there = moves.transfers(from, to);
            assertEquals(after, before.after(there, BYTES).keeping(after), from + " to " + to);
            assertEquals(before.lacking(after) * BYTES, bytes(there), from + " to " + to);
            List<Transfer> back = moves.transfers(to, from);
            assertEquals(before, after.after(back, BYTES).keeping(before), "there and back is where it began");
            assertPriced(cluster, there, moves.traffic(from, to));
        }
    }

    private static Layout layout(Cluster cluster, ModelShape shape, Random random) {
        int[] sizes = {1, 1, 2, 2, 3, 4, 8};
        while (true) {
            var cut = new Parallelism(
                    sizes[random.nextInt(sizes.length)],
                    sizes[random.nextInt(sizes.length)],
                    sizes[random.nextInt(sizes.length)]);
            int devices = cluster.devices().size();
            if (cut.ranks() <= devices && cut.tensor() <= shape.heads()) {
                int[] all = IntStream.range(0, devices).toArray();
                int first = random.nextInt(devices - cut.ranks() + 1);
                boolean holes = random.nextInt(3) == 0;
                return new Layout(
                        holes ? Mesh.ofDevices(some(all, cut.ranks(), random)) : Mesh.of(first, cut.ranks()), cut);
            }
        }
    }

    private static int[] some(int[] all, int count, Random random) {
        for (int i = all.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = all[i];
            all[i] = all[j];
            all[j] = swapped;
        }
        return Arrays.stream(all).limit(count).sorted().toArray();
    }

    private static long bytes(List<Transfer> transfers) {
        return transfers.stream().mapToLong(Transfer::bytes).sum();
    }

    /** The time again, from the list: one message at a time in and out of a device and over its bus, cards and line shared. */
    private static void assertPriced(Cluster cluster, List<Transfer> transfers, Traffic traffic) {
        int devices = cluster.devices().size();
        var busy = new double[4 * devices + 1];
        long between = 0;
        for (Transfer transfer : transfers) {
            int from = cluster.nodeOf(transfer.sender());
            int to = cluster.nodeOf(transfer.receiver());
            Link link = cluster.link(transfer.sender(), transfer.receiver());
            double bus = from == to ? Double.POSITIVE_INFINITY : Machines.BUS;
            double alone = link.latencySeconds() + transfer.bytes() / Math.min(link.bytesPerSecond(), bus);
            busy[transfer.sender()] += alone;
            busy[devices + transfer.receiver()] += alone;
            if (from != to) {
                busy[2 * devices + from] += transfer.bytes() / link.bytesPerSecond();
                busy[3 * devices + to] += transfer.bytes() / link.bytesPerSecond();
                between += transfer.bytes();
                Link line = cluster.between();
                boolean apart = !cluster.nodes()
                        .get(from)
                        .site()
                        .equals(cluster.nodes().get(to).site());
                busy[4 * devices] += apart && line != null ? transfer.bytes() / line.bytesPerSecond() : 0;
            }
        }
        double seconds = Arrays.stream(busy).max().orElseThrow();
        assertEquals(seconds, traffic.seconds(), 1e-9 * seconds);
        assertEquals(bytes(transfers), traffic.bytes());
        assertEquals(between, traffic.bytesBetweenNodes());
    }

    @Test
    void partsAreTheWholeNetwork() {
        for (String name : KnownModels.names()) {
            ModelShape shape = KnownModels.find(name).orElseThrow();
            long numbers = 0;
            for (Parameter parameter : Parameter.values()) {
                int layers = parameter.place(shape) == Parameter.Place.BLOCK ? shape.layers() : 1;
                numbers += parameter.numbers(shape) * parameter.axis().length(shape) * layers;
            }
            assertEquals(shape.parameters(), numbers, name);
        }
    }

    @Test
    void whatStaysIsNotSent() {
        var moves = new Reallocation(Machines.alike(2, 8), SHAPES.getFirst(), BYTES);
        var layout = new Layout(Mesh.of(0, 16), new Parallelism(2, 4, 2));
        assertEquals(List.of(), moves.transfers(layout, layout));
        assertEquals(new Traffic(0, 0, 0), moves.traffic(layout, layout));
    }

    @Test
    void fewerKeyHeadsThanSlicesAreHeldBySeveral() {
        var one = new Layout(Mesh.of(0, 1), Parallelism.NONE);
        var four = new Layout(Mesh.of(1, 4), new Parallelism(1, 4, 1));
        var moves = new Reallocation(Machines.alike(1, 8), SHAPES.getFirst(), BYTES);
        long keyHeads = moves.transfers(one, four).stream()
                .filter(transfer -> transfer.slices().stream().anyMatch(slice -> slice.parameter() == Parameter.KEY))
                .count();
        assertEquals(4, keyHeads);
    }

    @Test
    void moreSlicesThanHeadsAreRefused() {
        var moves = new Reallocation(Machines.alike(2, 8), SHAPES.getFirst(), BYTES);
        var sixteen = new Layout(Mesh.of(0, 16), new Parallelism(1, 16, 1));
        assertThrows(IllegalArgumentException.class, () -> moves.traffic(sixteen, Layout.single(0)));
    }

    @Test
    void aDeviceThatDoesNotExistIsRefused() {
        var moves = new Reallocation(Machines.alike(2, 8), SHAPES.getFirst(), BYTES);
        var refused = assertThrows(
                IllegalArgumentException.class, () -> moves.transfers(Layout.single(0), Layout.single(16)));
        assertEquals("device 16 does not exist, the cluster has 16", refused.getMessage());
    }

    /** Copies on a node with InfiniBand and on the next without: who has InfiniBand asks the first. */
    @Test
    void aNodeFetchesOverItsFastestNetwork() {
        Cluster cluster = Machines.mixed(8, 2);
        var copies = new Layout(Mesh.of(1, 2), new Parallelism(2, 1, 1));
        var far = Layout.single(7);
        assertEquals(List.of(0, 1, 3), List.of(cluster.nodeOf(1), cluster.nodeOf(2), cluster.nodeOf(7)));
        assertEquals(Link.Kind.INFINIBAND, cluster.link(1, 7).kind());
        assertEquals(Link.Kind.ETHERNET, cluster.link(2, 7).kind());
        List<Transfer> transfers = new Reallocation(cluster, SHAPES.getFirst(), BYTES).transfers(copies, far);
        assertTrue(transfers.stream().allMatch(transfer -> transfer.sender() == 1), transfers.toString());
    }

    /** One node feeds seven: its cards alone would take seven times as long as one copy does. */
    @Test
    void thoseWhoReceivedPassOn() {
        var llama = KnownModels.find("llama-2-70b").orElseThrow();
        var one = new Layout(Mesh.of(0, 8), new Parallelism(1, 8, 1));
        var seven = new Layout(Mesh.of(8, 56), new Parallelism(7, 8, 1));
        double copy = llama.parameters() * BYTES / 400e9;
        double seconds = new Reallocation(Machines.alike(8, 8), llama, BYTES)
                .traffic(one, seven)
                .seconds();
        assertTrue(seconds >= copy && seconds < 1.1 * copy, seconds + " s against " + copy);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 64, 2, 8,  0, 16, 8, 8",
        "24, 16, 4, 8, 536, 56, 8, 1",
        "536, 8, 4, 8, 24, 56, 8, 1",
        "256, 32, 8, 1, 0, 16, 8, 8",
        "0, 128, 8, 1, 512, 16, 8, 4",
        "4, 64, 2, 1,  4, 16, 8, 1",
        "0, 16, 8, 8,  0, 128, 8, 1",
        "0, 128, 8, 1, 0, 16, 8, 8",
        "0, 16, 8, 8,  0, 64, 2, 8",
        "0, 32, 4, 4,  512, 64, 8, 1",
        "0, 64, 8, 1,  512, 8, 8, 8",
        "8, 8, 8, 8,   512, 1, 8, 64",
        "0, 32, 8, 4,  0, 256, 4, 1",
        "0, 7, 8, 2,   0, 14, 8, 1",
    })
    void theEstimateIsNearTheWalk(int from, int d, int t, int p, int to, int data, int tensor, int pipeline) {
        var moves = new Reallocation(
                Machines.alike(128, 8), KnownModels.find("llama-2-70b").orElseThrow(), BYTES);
        var here = new Layout(Mesh.of(from, d * t * p), new Parallelism(d, t, p));
        var there = new Layout(Mesh.of(to, data * tensor * pipeline), new Parallelism(data, tensor, pipeline));
        Traffic walked = moves.traffic(here, there);
        Traffic estimate = moves.estimate(here, there);
        assertEquals(walked.bytes(), estimate.bytes());
        assertEquals(walked.bytesBetweenNodes(), estimate.bytesBetweenNodes(), 0.05 * walked.bytes());
        assertEquals(walked.seconds(), estimate.seconds(), 0.1 * walked.seconds());
    }
}
