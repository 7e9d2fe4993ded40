package io.akkord.actors.wire;

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
import io.akkord.policies.weights.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
        var pulled = assertInstanceOf(Pulled.class, NODES.pull(ref));
        var column = assertInstanceOf(BulkValue.OfColumn.class, pulled.value());
        assertArrayEquals(
                values, assertInstanceOf(TokenGrid.class, column.content()).values());
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

    private static HostTensor of(Weights weights, String name) {
        return Objects.requireNonNull(weights.tensors().get(name));
    }

    @Test
    void releasedValueIsRefusedWithTheReason() throws Exception {
        var ref = NODES.far.store().put(new Scores(new double[] {1}));
        var kept = NODES.far.store().put(new Scores(new double[] {1}));
        NODES.far.store().release(ref);
        var failed = assertInstanceOf(PullFailed.class, NODES.pull(ref));
        assertTrue(failed.reason().contains("holds no value"), failed.reason());
        assertInstanceOf(Pulled.class, NODES.pull(kept));
    }

    @Test
    void lostPeerEndsInFailureByTheDeadline() throws Exception {
        try (var nodes = new TwoNodes(Duration.ofSeconds(2))) {
            var ref = nodes.far.store().put(new Scores(new double[] {1}));
            TwoNodes.stop(nodes.far);
            var failed = assertInstanceOf(PullFailed.class, nodes.pull(ref));
            assertTrue(failed.reason().contains(ref.node() + " has been silent"), failed.reason());
        }
    }
}
