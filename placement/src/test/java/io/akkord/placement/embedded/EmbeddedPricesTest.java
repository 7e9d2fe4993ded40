package io.akkord.placement.embedded;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedPricesTest {

    private static final ModelShape SHAPE = new ModelShape(Family.LLAMA, 512, 96, 3, 6, 6, 16, 256, 0, true, false);
    private static final Workflow WORKFLOW = Workflow.named("reading")
            .then(generate(POLICY, new Sampling(1, 1, 0, 40, 1, List.of()))
                    .from(PROMPTS)
                    .yields(ROLLOUTS))
            .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(Column.tokens("values")))
            .build();

    private final Step generation = WORKFLOW.steps().getFirst();
    private final EmbeddedPrices full = prices(ResponseLengths.FULL);

    private static EmbeddedPrices prices(ResponseLengths lengths) {
        return new EmbeddedPrices(
                WORKFLOW,
                Map.of(POLICY, SHAPE, CRITIC, SHAPE.scored()),
                new Workload(64, 1, 12, 0, 64, 16),
                lengths,
                96,
                Cluster.embedded(2));
    }

    private static StepPrice on(EmbeddedPrices prices, int core, Step step) {
        var layout = new Layout(Mesh.of(core, 1), Parallelism.NONE);
        return prices.price(
                step, layout, prices.executions(step, Parallelism.NONE).getFirst());
    }

    @Test
    void aNetworkIsNotCut() {
        assertTrue(full.executions(generation, new Parallelism(2, 1, 1)).isEmpty());
        assertTrue(full.executions(generation, new Parallelism(1, 2, 1)).isEmpty());
        assertEquals(1, full.executions(generation, Parallelism.NONE).size());
    }

    @Test
    void allCoresAreAlike() {
        for (Step step : WORKFLOW.steps()) {
            assertEquals(on(full, 0, step), on(full, 1, step));
        }
    }

    @Test
    void theCacheHoldsEveryRowToTheLimit() {
        long column = 2L * 3 * 96 * 4;
        assertEquals(64 * (12 + 40) * column, on(full, 0, generation).memory().cacheBytes());
    }

    @Test
    void shorterResponsesTakeLessTimeButTheSameCache() {
        StepPrice early = on(prices(new ResponseLengths.Around(8, 1)), 0, generation);
        assertTrue(early.seconds() < on(full, 0, generation).seconds());
        assertEquals(
                on(full, 0, generation).memory().cacheBytes(), early.memory().cacheBytes());
    }
}
