package io.akkord.placement.cost;

import static io.akkord.placement.cost.Machines.LLAMA;
import static io.akkord.placement.cost.Machines.layout;
import static io.akkord.placement.cost.Machines.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingTest {

    private static final Execution PLAIN = new Execution(1, 1, Recompute.NONE, new Software(true, true, true, false));
    private static final Work READING = new Work.Inference(64, 1024);
    private static final Work LEARNING = new Work.Training(64, 1024, 1, 1);

    private static Spending spending(Work work, Layout layout, Execution execution) {
        return new Pricing(nodes(4), Storage.mixed())
                .price(work, LLAMA, layout, execution)
                .spending();
    }

    /** With peaks that are reached, the compute of a pass is its FLOP, causal attention counted by half as the mask has it. */
    @Test
    void readingComputesItsFlop() {
        Spending one = spending(READING, layout(1, 1, 1), Execution.of(8, Recompute.NONE));
        double flop = 64 * 1024 * LLAMA.forwardFlop(1025 / 2.0);
        assertEquals(flop / 300e12, one.compute(), 1e-3 * one.compute());
        assertEquals(0, one.tensor() + one.pipeline() + one.bubble() + one.data() + one.optimizer());
    }

    @Test
    void learningComputesThreeTimesAsMuchAndFourTimesWhereItForgets() {
        double forward = spending(READING, layout(1, 1, 1), PLAIN).compute();
        assertEquals(3 * forward, spending(LEARNING, layout(1, 1, 1), PLAIN).compute(), 1e-9);
        var forgetting = Execution.of(1, Recompute.FULL);
        double again = spending(LEARNING, layout(1, 1, 1), forgetting).compute();
        assertTrue(again > 3.9 * forward && again <= 4 * forward, again + " s, forward " + forward + " s");
    }

    @Test
    void moreDevicesNeverComputeLonger() {
        for (Work work : List.of(READING, LEARNING)) {
            double before = Double.POSITIVE_INFINITY;
            for (int tensor = 1; tensor <= 8; tensor *= 2) {
                double compute = spending(work, layout(1, tensor, 1), PLAIN).compute();
                assertTrue(compute < before, tensor + " slices");
                before = compute;
            }
            assertEquals(
                    spending(work, layout(1, 1, 1), PLAIN).compute() / 32,
                    spending(work, layout(32, 1, 1), PLAIN).compute(),
                    1e-9);
        }
    }

    @Test
    void everyCutPaysItsOwnTraffic() {
        Spending sliced = spending(LEARNING, layout(1, 8, 1), PLAIN);
        Spending copied = spending(LEARNING, layout(8, 1, 1), PLAIN);
        Spending staged = spending(LEARNING, layout(1, 1, 8), PLAIN);
        assertTrue(sliced.tensor() > 0 && sliced.data() == 0 && sliced.pipeline() == 0);
        assertTrue(copied.tensor() == 0 && copied.data() > 0 && copied.bubble() == 0);
        assertTrue(staged.pipeline() > 0 && staged.bubble() > 0 && staged.data() == 0);
        double sum = staged.compute()
                + staged.memory()
                + staged.launch()
                + staged.tensor()
                + staged.pipeline()
                + staged.bubble()
                + staged.data()
                + staged.optimizer();
        assertEquals(sum, staged.seconds(), 1e-12);
    }

    /** A gradient of 4 bytes to its part, and a weight of 2 bytes back: over NVLink, a ring of eight. */
    @Test
    void copiesExchangeGradientsAndWeightsOnce() {
        double bytes = 6.0 * LLAMA.parameters();
        double seconds = 2 * 7 * 2e-6 + bytes * 7 / 8 / 300e9;
        assertEquals(seconds, spending(LEARNING, layout(8, 1, 1), PLAIN).data(), 1e-6);
    }

    @Test
    void everyUpdateExchangesGradientsAnew() {
        Spending once = spending(new Work.Training(64, 1024, 1, 1), layout(8, 1, 1), PLAIN);
        Spending often = spending(new Work.Training(64, 1024, 2, 4), layout(8, 1, 1), PLAIN);
        assertEquals(8 * once.data(), often.data(), 1e-9);
        assertEquals(8 * once.optimizer(), often.optimizer(), 1e-9);
        assertEquals(2 * once.compute(), often.compute(), 1e-9);
    }

    @Test
    void trafficHidesBehindOneMicroBatchAtMost() {
        Spending waiting = spending(LEARNING, layout(32, 1, 1), PLAIN);
        Spending hiding = spending(LEARNING, layout(32, 1, 1), Execution.of(1, Recompute.NONE));
        double microBatch = (waiting.compute() + waiting.memory()) / 2;
        assertEquals(waiting.data() - microBatch, hiding.data(), 1e-9);
        assertTrue(hiding.data() > 0, "all of it is hidden");
        assertEquals(
                0,
                spending(LEARNING, layout(8, 1, 1), Execution.of(1, Recompute.NONE))
                        .data());
    }

    @Test
    void smallWorkCostsItsLaunches() {
        Cluster eager = nodes(1, Machines.kind(300e12, 20e-6));
        Spending one = new Pricing(eager, Storage.mixed())
                .price(new Work.Generation(1, 1, 2, ResponseLengths.FULL, List.of()), LLAMA, layout(1, 8, 1), PLAIN)
                .spending();
        double block = SlicePass.BLOCK_LAUNCHES + 2 * (SlicePass.REDUCE_LAUNCHES + 8);
        double walk = (32 * block + SlicePass.HEAD_LAUNCHES) * 20e-6;
        assertEquals(2 * walk, one.seconds(), 0.01 * walk);
        assertTrue(one.launch() > 0.5 * one.seconds());
    }

    @Test
    void priceIsTheSameWhereverAMeshLies() {
        var pricing = new Pricing(nodes(4), Storage.mixed());
        var cut = new Parallelism(2, 4, 1);
        StepPrice here = pricing.price(LEARNING, LLAMA, new Layout(Mesh.of(0, 8), cut), PLAIN);
        assertEquals(here, pricing.price(LEARNING, LLAMA, new Layout(Mesh.of(16, 8), cut), PLAIN));
        StepPrice astride = pricing.price(LEARNING, LLAMA, new Layout(Mesh.of(4, 8), cut), PLAIN);
        assertTrue(astride.seconds() > here.seconds(), "copies on two nodes talk over the network");
    }

    @Test
    void slowerLinksNeverHasten() {
        Link slow = new Link(Link.Kind.INFINIBAND, 1e9, 1e-4);
        Cluster poor = Machines.cluster(
                null, Machines.node("a", "", 8, Machines.FAST, slow), Machines.node("b", "", 8, Machines.FAST, slow));
        for (Layout layout : List.of(layout(16, 1, 1), layout(2, 8, 1), layout(1, 8, 2), layout(1, 16, 1))) {
            double fast = spending(LEARNING, layout, PLAIN).seconds();
            double slower = new Pricing(poor, Storage.mixed())
                    .price(LEARNING, LLAMA, layout, PLAIN)
                    .seconds();
            assertTrue(slower > fast, layout + ": " + slower + " s against " + fast + " s");
        }
    }

    @Test
    void weightsGoToTheHostOverItsBus() {
        assertEquals(1.0, new Pricing(nodes(1), Storage.mixed()).hostSeconds(32e9, Mesh.of(0, 8)), 1e-12);
    }

    @Test
    void microBatchesCountFromOne() {
        assertThrows(IllegalArgumentException.class, () -> Execution.of(0, Recompute.NONE));
    }
}
