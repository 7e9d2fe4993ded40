package io.akkord.actors.wire;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.wire.BulkLane.PullFailed;
import io.akkord.actors.wire.BulkLane.Pulled;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkLaneTest {

    private static final TwoNodes NODES = new TwoNodes(Duration.ofSeconds(20));

    @AfterAll
    static void stop() throws Exception {
        NODES.close();
    }

    @Test
    void sameNodePullsByReference() throws Exception {
        var scores = new Scores(new double[] {1, 2});
        var pulled =
                assertInstanceOf(Pulled.class, NODES.pull(NODES.near.store().put(scores)));
        assertSame(
                scores,
                assertInstanceOf(BulkValue.OfColumn.class, pulled.value()).content());
    }

    @Test
    void fiftyMegabytesCrossIntact() throws Exception {
        var random = new SplittableRandom(1);
        var values = new double[6400][];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.doubles(1024).toArray();
        }
        var ref = NODES.far.store().put(TokenGrid.of(values));
        assertEquals(6400, ref.rows());
        long before = NODES.far.plane().bytesSent();
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(ref));
        assertTrue(NODES.far.plane().bytesSent() - before > 6400 * 1024 * 8, "the bytes left over the data plane");
        var column = assertInstanceOf(BulkValue.OfColumn.class, pulled.value());
        assertArrayEquals(
                values, assertInstanceOf(TokenGrid.class, column.content()).values());
    }

    @Test
    void whatIsReleasedFromElsewhereIsForgotten() throws Exception {
        var ref = NODES.far.store().put(new Scores(new double[] {1, 2}));
        NODES.near.system().tell(new BulkLane.Release(List.of(ref)));
        assertInstanceOf(PullFailed.class, NODES.pull(ref));
        assertEquals(Optional.empty(), NODES.far.store().find(ref));
    }

    @Test
    void rowsCrossAsRows() throws Exception {
        var rows = new Rows<>(List.of(new Demonstration(new int[] {1}, new int[] {2, 3})));
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(NODES.far.store().put(rows)));
        var column = assertInstanceOf(BulkValue.OfColumn.class, pulled.value());
        assertEquals(Generated.comparable(rows), Generated.comparable(column.content()));
    }

    @Test
    void weightsCrossFromHeapAndNativeMemory() throws Exception {
        var tensors = new LinkedHashMap<String, HostTensor>();
        tensors.put("norm", HostTensor.of(new float[] {1.5f, -2}, 2));
        var data = Arena.ofAuto().allocate(3 << 20, Long.BYTES);
        for (long at = 0; at < data.byteSize(); at += Long.BYTES) {
            data.set(ValueLayout.JAVA_LONG, at, at * 0x9E3779B97F4A7C15L);
        }
        tensors.put("matrix", new HostTensor(DType.BF16, new long[] {3 << 10, 512}, data));
        tensors.put("one", HostTensor.of(new double[] {Math.PI}));
        var ref = NODES.far.store().put(new Weights(tensors));
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(ref));
        var arrived =
                assertInstanceOf(BulkValue.OfWeights.class, pulled.value()).weights();
        assertEquals(
                List.copyOf(tensors.keySet()), List.copyOf(arrived.tensors().keySet()));
        tensors.forEach((name, tensor) ->
                assertEquals(Generated.comparable(tensor), Generated.comparable(of(arrived, name)), name));
    }

    /** A file with nothing in it but its length: the sender need not have the memory that the receiver lacks. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 35, 1L << 38})
    void weightsThatDoNotFitAreTold(long bytes, @TempDir Path folder) throws Exception {
        try (var channel = FileChannel.open(folder.resolve("hole"), CREATE, WRITE, READ)) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
            // Not unmapped here: the sender may still be reading when the receiver has given up.
            var data = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
            var large = new HostTensor(DType.F32, new long[] {bytes / Float.BYTES}, data);
            var ref = NODES.far.store().put(new Weights(Map.of("large", large)));
            var failed = assertInstanceOf(PullFailed.class, NODES.pull(ref));
            assertTrue(failed.reason().contains("do not fit into the Java heap"), failed.reason());
        }
    }

    @Test
    void slicesCrossAloneAndArriveAsTensors() throws Exception {
        var matrix = HostTensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4);
        var rest = HostTensor.of(new float[1 << 20], 1 << 20);
        var weights =
                new Weights(Map.of("matrix", matrix, "norm", HostTensor.of(new float[] {1, 2, 3}, 3), "rest", rest));
        for (var node : List.of(NODES.near, NODES.far)) {
            var ref = node.store().put(weights);
            long before = NODES.far.plane().bytesSent();
            var rows = pulled(ref, new TensorSlice("matrix", 0, 1, 3), new TensorSlice("norm", 0, 2, 3));
            assertEquals(List.of("matrix", "norm"), List.copyOf(rows.tensors().keySet()));
            assertArrayEquals(new long[] {2, 4}, of(rows, "matrix").shape());
            assertArrayEquals(
                    new float[] {4, 5, 6, 7, 8, 9, 10, 11}, of(rows, "matrix").toFloats());
            assertArrayEquals(new float[] {3}, of(rows, "norm").toFloats());
            var columns = pulled(ref, new TensorSlice("matrix", 1, 1, 3));
            assertArrayEquals(new long[] {3, 2}, of(columns, "matrix").shape());
            assertArrayEquals(
                    new float[] {1, 2, 5, 6, 9, 10}, of(columns, "matrix").toFloats());
            assertTrue(NODES.far.plane().bytesSent() - before < 2000, "what was not asked for stays where it is");
        }
    }

    private static Weights pulled(ColumnRef ref, TensorSlice... slices) throws Exception {
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(ref, slices));
        return assertInstanceOf(BulkValue.OfWeights.class, pulled.value()).weights();
    }

    @Test
    void slicesThatAreNotThereAreRefusedWithTheReason() throws Exception {
        for (var node : List.of(NODES.near, NODES.far)) {
            var weights = node.store().put(new Weights(Map.of("norm", HostTensor.of(new float[] {1, 2}, 2))));
            var half = new TensorSlice("norm", 0, 0, 1);
            assertRefused("no tensor is called other", weights, new TensorSlice("other", 0, 0, 1));
            assertRefused("norm is asked for twice", weights, half, half);
            assertRefused("Out of bound", weights, new TensorSlice("norm", 0, 1, 4));
            var column = node.store().put(new Scores(new double[] {1}));
            assertRefused("holds no tensors", column, half);
        }
    }

    private static void assertRefused(String reason, ColumnRef ref, TensorSlice... slices) throws Exception {
        var failed = assertInstanceOf(PullFailed.class, NODES.pull(ref, slices));
        assertTrue(failed.reason().contains(reason), failed.reason());
    }

    @Test
    void filesCross() throws Exception {
        byte[] file = "{\"model\": \"byte-level\"}".getBytes(StandardCharsets.UTF_8);
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(NODES.far.store().put(file)));
        assertArrayEquals(
                file, assertInstanceOf(BulkValue.OfBytes.class, pulled.value()).bytes());
    }

    @Test
    void manyPullsAtOnceDoNotMix() throws Exception {
        var pulls = new ArrayList<CompletableFuture<BulkLane.Outcome>>();
        for (int i = 0; i < 40; i++) {
            var ref = NODES.far.store().put(new Scores(new double[] {i}));
            pulls.add(NODES.pulling(ref));
        }
        for (int i = 0; i < 40; i++) {
            var pulled = assertInstanceOf(Pulled.class, pulls.get(i).get());
            var column = assertInstanceOf(BulkValue.OfColumn.class, pulled.value());
            assertArrayEquals(
                    new double[] {i},
                    assertInstanceOf(Scores.class, column.content()).values());
        }
    }

    private static HostTensor of(Weights weights, String name) {
        return Objects.requireNonNull(weights.tensors().get(name));
    }

    @Test
    void releasedValueIsRefusedWithTheReason() throws Exception {
        var ref = NODES.far.store().put(new Scores(new double[] {1}));
        var kept = NODES.far.store().put(new Scores(new double[] {1}));
        NODES.far.store().release(ref);
        var failed = assertInstanceOf(PullFailed.class, NODES.pull(ref));
        assertTrue(failed.reason().contains(ref.node()), failed.reason());
        assertTrue(failed.reason().contains("it was released"), failed.reason());
        assertInstanceOf(Pulled.class, NODES.pull(kept));
    }

    @Test
    void lostPeerEndsInFailureByTheDeadline() throws Exception {
        try (var nodes = new TwoNodes(Duration.ofSeconds(2))) {
            var ref = nodes.far.store().put(new Scores(new double[] {1}));
            TwoNodes.stop(nodes.far);
            var failed = assertInstanceOf(PullFailed.class, nodes.pull(ref));
            assertTrue(failed.reason().startsWith("node " + ref.node() + " did not give value"), failed.reason());
            assertTrue(failed.reason().endsWith("for 2000 ms"), failed.reason());
        }
    }
}
