package io.akkord.placement.embedded;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.NodeOffer;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.reallocation.Reallocation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What cuts cost on nodes of one core each, joined by loopback. */
class CutPricesTest {

    private static final ModelShape TINY = new ModelShape(Family.LLAMA, 512, 96, 3, 6, 6, 16, 256, 0, true, false);
    private static final ModelShape LARGE =
            new ModelShape(Family.LLAMA, 8192, 1024, 8, 16, 4, 64, 2816, 0, true, false);
    private static final DeviceKind CORE = DeviceKind.core(8L << 30);

    private static final Workflow WORKFLOW = Workflow.named("loop")
            .then(generate(POLICY, new Sampling(1, 1, 0, 40, 1, List.of()))
                    .from(PROMPTS)
                    .yields(ROLLOUTS))
            .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(Column.tokens("values")))
            .then(train(
                            POLICY,
                            new NextToken(ROLLOUTS, Aggregation.TOKEN_MEAN),
                            new Passes(1, 2),
                            new OptimizerSettings(
                                    1e-5, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0)))
                    .from(ROLLOUTS))
            .build();

    private static final Step GENERATION = WORKFLOW.steps().get(0);
    private static final Step INFERENCE = WORKFLOW.steps().get(1);
    private static final Step TRAINING = WORKFLOW.steps().get(2);

    private static Cluster nodes(int count) {
        return Cluster.of(
                "nodes",
                IntStream.range(0, count)
                        .mapToObj(node -> new NodeOffer("node" + node, List.of(CORE)))
                        .toList(),
                Link.LOOPBACK);
    }

    private static EmbeddedPrices prices(ModelShape shape, Cluster cluster, boolean sharded) {
        return EmbeddedPrices.cutting(
                WORKFLOW,
                Map.of(POLICY, shape, CRITIC, shape.scored()),
                new Workload(128, 1, 12, 0, 128, 16),
                ResponseLengths.FULL,
                96,
                cluster,
                sharded);
    }

    private static StepPrice price(
            ModelShape shape, Step step, int data, int tensor, int pipeline, Recompute recompute) {
        var cut = new Parallelism(data, tensor, pipeline);
        EmbeddedPrices prices = prices(shape, nodes(cut.ranks()), false);
        Execution execution = prices.executions(step, cut).stream()
                .filter(one -> one.recompute() == recompute)
                .findFirst()
                .orElseThrow();
        return prices.price(step, new Layout(Mesh.of(0, cut.ranks()), cut), execution);
    }

    private static double seconds(ModelShape shape, Step step, int data, int tensor, int pipeline) {
        return price(shape, step, data, tensor, pipeline, Recompute.NONE).seconds();
    }

    private static MemoryUse memory(Step step, int data, int tensor, int pipeline) {
        return price(LARGE, step, data, tensor, pipeline, Recompute.NONE).memory();
    }

    @Test
    void copiesShareOutManyRows() {
        for (Step step : WORKFLOW.steps()) {
            double one = seconds(LARGE, step, 1, 1, 1);
            double two = seconds(LARGE, step, 2, 1, 1);
            double four = seconds(LARGE, step, 4, 1, 1);
            assertTrue(two < 0.75 * one && two >= 0.5 * one, step.name() + ": " + two + " of " + one);
            assertTrue(four < two && four >= 0.25 * one, step.name() + ": " + four + " of " + one);
        }
    }

    @Test
    void slicesOfATinyNetworkNeverBeatCopiesOverASlowLink() {
        for (Step step : WORKFLOW.steps()) {
            assertTrue(seconds(TINY, step, 1, 2, 1) > 1.2 * seconds(TINY, step, 2, 1, 1), step.name());
        }
        assertTrue(seconds(TINY, GENERATION, 1, 2, 1) > seconds(TINY, GENERATION, 1, 1, 1), "a meeting a half block");
    }

    @Test
    void stagesStreamWhatIsReadAndHandOnWhatIsWritten() {
        double read = seconds(LARGE, INFERENCE, 1, 1, 1);
        assertTrue(seconds(LARGE, INFERENCE, 1, 1, 2) < 0.7 * read);
        assertTrue(seconds(LARGE, GENERATION, 1, 1, 2) > seconds(LARGE, GENERATION, 1, 1, 1));
        assertTrue(seconds(LARGE, TRAINING, 1, 1, 2) < 0.8 * seconds(LARGE, TRAINING, 1, 1, 1));
    }

    @Test
    void aWholeNetworkCostsWhatItDidBeforeThereWereCuts() {
        var whole = new EmbeddedPrices(
                WORKFLOW,
                Map.of(POLICY, TINY, CRITIC, TINY.scored()),
                new Workload(128, 1, 12, 0, 128, 16),
                ResponseLengths.FULL,
                96,
                nodes(1));
        for (Step step : WORKFLOW.steps()) {
            Execution execution = whole.executions(step, Parallelism.NONE).getFirst();
            StepPrice before = whole.price(step, Layout.single(0), execution);
            StepPrice now = price(TINY, step, 1, 1, 1, Recompute.NONE);
            assertEquals(before.spending(), now.spending(), step.name());
            assertEquals(before.memory().workingBytes(), now.memory().workingBytes(), step.name());
            assertEquals(before.memory().weightBytes(), now.memory().weightBytes(), step.name());
        }
    }

    @Test
    void eachRankHoldsItsPart() {
        long whole = memory(TRAINING, 1, 1, 1).weightBytes();
        assertEquals(4 * LARGE.parameters(), whole);
        assertEquals(whole, memory(TRAINING, 2, 1, 1).weightBytes());
        long norms = 4L * (2 * LARGE.layers() + 1) * LARGE.hidden();
        assertEquals((whole - norms) / 4 + norms, memory(TRAINING, 1, 4, 1).weightBytes());
        long embedding = 4L * LARGE.vocabulary() * LARGE.hidden();
        long norm = 4L * LARGE.hidden();
        assertEquals(
                (whole + embedding - norm) / 2,
                memory(TRAINING, 1, 1, 2).weightBytes(),
                "the first stage keeps more passes than the last");
        for (Step step : WORKFLOW.steps()) {
            assertTrue(
                    memory(step, 1, 2, 1).totalBytes() < memory(step, 1, 1, 1).totalBytes(), step.name());
            assertTrue(
                    memory(step, 1, 2, 2).totalBytes() < memory(step, 1, 2, 1).totalBytes(), step.name());
        }
    }

    @Test
    void theCacheIsSharedOutByHeadsBlocksAndRows() {
        long whole = memory(GENERATION, 1, 1, 1).cacheBytes();
        assertEquals(whole / 2, memory(GENERATION, 1, 2, 1).cacheBytes());
        assertEquals(whole / 2, memory(GENERATION, 1, 1, 2).cacheBytes());
        assertEquals(whole / 2, memory(GENERATION, 2, 1, 1).cacheBytes());
        assertEquals(
                memory(GENERATION, 1, 4, 1).cacheBytes(),
                memory(GENERATION, 1, 8, 1).cacheBytes(),
                "a head at least");
    }

    @Test
    void theOptimizerLiesWhereTheNetworkLearns() {
        assertEquals(0, memory(GENERATION, 1, 1, 1).optimizerBytes());
        assertTrue(memory(TRAINING, 1, 1, 1).optimizerBytes()
                > 2 * memory(TRAINING, 1, 1, 1).weightBytes());
    }

    @Test
    void whatIsForgottenIsComputedAgain() {
        StepPrice kept = price(LARGE, TRAINING, 1, 1, 2, Recompute.NONE);
        StepPrice forgotten = price(LARGE, TRAINING, 1, 1, 2, Recompute.FULL);
        assertTrue(forgotten.seconds() > kept.seconds());
        assertTrue(forgotten.memory().workingBytes() < 0.7 * kept.memory().workingBytes());
    }

    @Test
    void copiesMayShareTheOptimizerOut() {
        var cut = new Parallelism(2, 1, 1);
        EmbeddedPrices sharing = prices(LARGE, nodes(2), true);
        Execution execution = sharing.executions(TRAINING, cut).getFirst();
        StepPrice shared = sharing.price(TRAINING, new Layout(Mesh.of(0, 2), cut), execution);
        StepPrice each = price(LARGE, TRAINING, 2, 1, 1, Recompute.NONE);
        assertEquals(each.memory().optimizerBytes() / 2, shared.memory().optimizerBytes());
        assertTrue(shared.seconds() < each.seconds());
    }

    @Test
    void aCutMustDivideHeadsBlocksAndRows() {
        EmbeddedPrices prices = prices(TINY, nodes(1), false);
        assertTrue(prices.executions(INFERENCE, new Parallelism(1, 4, 1)).isEmpty(), "6 heads");
        assertTrue(prices.executions(INFERENCE, new Parallelism(1, 1, 4)).isEmpty(), "3 blocks");
        assertTrue(prices.executions(INFERENCE, new Parallelism(129, 1, 1)).isEmpty(), "128 rows");
        assertTrue(prices.executions(TRAINING, new Parallelism(65, 1, 1)).isEmpty(), "64 rows an update");
        assertEquals(2, prices.executions(TRAINING, new Parallelism(4, 1, 1)).size(), "kept or forgotten");
        assertEquals(1, prices.executions(GENERATION, new Parallelism(1, 3, 3)).size());
    }

    @Test
    void movesTakeWhatTheirBytesTake() {
        EmbeddedPrices prices = prices(LARGE, nodes(2), false);
        var apart = new Layout(Mesh.of(0, 2), new Parallelism(1, 1, 2));
        var copies = new Layout(Mesh.of(0, 2), new Parallelism(2, 1, 1));
        var traffic = new Reallocation(nodes(2), LARGE, 4).estimate(apart, copies);
        double seconds = prices.moveSeconds(POLICY, apart, copies);
        assertTrue(seconds > traffic.seconds() && seconds < traffic.seconds() + 0.01);
        assertTrue(seconds > traffic.bytes() / 2 / Link.LOOPBACK.bytesPerSecond());
        assertTrue(prices.moveSeconds(POLICY, copies, Layout.single(0)) < 0.01, "nothing is missing");
        assertTrue(prices.fetchSeconds(POLICY, copies) > prices.fetchSeconds(POLICY, apart));
        assertTrue(prices.columnSeconds(GENERATION) > Link.LOOPBACK.latencySeconds());
        assertEquals(0, prices(LARGE, nodes(1), false).columnSeconds(GENERATION));
    }
}
