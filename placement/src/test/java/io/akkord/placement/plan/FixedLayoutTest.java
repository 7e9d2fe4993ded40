package io.akkord.placement.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.search.Budget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedLayoutTest {

    private static final Cluster FOUR = Cluster.embedded(4, 100_000);

    /** Four heads, two layers; training can forget. */
    private record Cuttable(GivenPrices prices) implements Prices {

        @Override
        public List<Execution> executions(Step step, Parallelism cut) {
            if (4 % cut.tensor() != 0 || cut.pipeline() > 2) {
                return List.of();
            }
            return step instanceof Step.Train
                    ? List.of(Execution.of(1, Recompute.NONE), Execution.of(1, Recompute.FULL))
                    : List.of(Execution.of(1, Recompute.NONE));
        }

        @Override
        public StepPrice price(Step step, Layout layout, Execution execution) {
            return prices.price(step, layout, execution);
        }

        @Override
        public double moveSeconds(Role network, Layout from, Layout to) {
            return prices.moveSeconds(network, from, to);
        }

        @Override
        public double fetchSeconds(Role network, Layout layout) {
            return prices.fetchSeconds(network, layout);
        }

        @Override
        public double columnSeconds(Step step) {
            return prices.columnSeconds(step);
        }
    }

    private static FixedLayout cut(List<String> devices, int data, int tensor, int pipeline) {
        return new FixedLayout(devices, data, tensor, pipeline, null, false);
    }

    private static Plan plan(boolean whole, Map<String, FixedLayout> layouts, @Nullable Recompute recompute) {
        return Planner.plan(
                Iterations.ppo(),
                FOUR,
                new Cuttable(new GivenPrices(0.5, 0.1, 0)),
                new PlannerSettings(
                        Objective.TIME,
                        Regime.SYNCHRONOUS,
                        new Constraints(whole, List.of(), Map.of(), layouts, recompute),
                        new Budget(1, 5_000, Double.POSITIVE_INFINITY)),
                _ -> {});
    }

    private static Placement placement(Plan plan, String call) {
        return plan.placements().stream()
                .filter(one -> one.call().equals(call))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCallHasTheLayoutThatIsGiven() {
        Plan plan = plan(
                true,
                Map.of(
                        "policy train", cut(List.of("1-3", "node0/cpu0"), 2, 1, 2),
                        "policy generate", cut(List.of("1", "node0/cpu3"), 0, 2, 1)),
                null);
        assertEquals(
                new Layout(Mesh.of(0, 4), new Parallelism(2, 1, 2)),
                placement(plan, "policy train").layout());
        assertEquals(
                new Layout(Mesh.ofDevices(1, 3), new Parallelism(1, 2, 1)),
                placement(plan, "policy generate").layout());
        assertEquals(1, plan.moves().size(), "trained weights go to where they generate");
        assertEquals(Parallelism.NONE, placement(plan, "critic").layout().parallelism(), "others stay whole");
    }

    @Test
    void aNetworksLayoutIsThatOfItsOtherCalls() {
        Plan plan = plan(
                false, Map.of("policy", cut(List.of(), 2, 1, 1), "policy generate", cut(List.of("2"), 1, 1, 1)), null);
        assertEquals(
                new Layout(Mesh.of(0, 2), new Parallelism(2, 1, 1)),
                placement(plan, "policy train").layout());
        assertEquals(Layout.single(2), placement(plan, "policy generate").layout());
    }

    @Test
    void copiesFillTheDevicesUnlessTheyAreCounted() {
        assertEquals(
                new Parallelism(2, 2, 1),
                cut(List.of(), 0, 2, 1).on(FOUR, "key").parallelism());
        assertEquals(Mesh.of(0, 2), cut(List.of(), 1, 2, 1).on(FOUR, "key").mesh());
        assertEquals(
                new Parallelism(4, 1, 1),
                cut(List.of("node0"), 0, 1, 1).on(FOUR, "key").parallelism());
    }

    @Test
    void whatTrainingForgetsCanBeGivenToAllOrToOne() {
        Plan all = plan(false, Map.of(), Recompute.FULL);
        assertEquals(Recompute.FULL, placement(all, "critic train").execution().recompute());
        assertEquals(Recompute.NONE, placement(all, "critic infer").execution().recompute());
        var forgetful = new FixedLayout(List.of("0"), 1, 1, 1, Recompute.FULL, false);
        Plan one = plan(false, Map.of("policy train", forgetful), Recompute.NONE);
        assertEquals(Recompute.FULL, placement(one, "policy train").execution().recompute());
        assertEquals(Recompute.NONE, placement(one, "critic train").execution().recompute());
    }

    @Test
    void frozenWeightsWaitInTheHostsMemoryWhereThatIsGiven() {
        var away = new FixedLayout(List.of("0"), 1, 1, 1, null, true);
        assertTrue(placement(plan(true, Map.of("reference", away), null), "reference infer")
                .offloaded());
        var error = assertThrows(UserError.class, () -> plan(true, Map.of("critic", away), null));
        assertEquals("plan.layouts.critic.offloaded: must be false, since critic learns", error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1|3|1| '' | 1x3x1 (data x tensor x pipeline) does not divide policy's heads, layers or rows in policy train; the nearest on up to 4 devices that do: 1x4x1, 1x2x1, 2x2x1
            8|1|1| '' | 8x1x1 (data x tensor x pipeline) takes 8 devices, cluster embedded has 4
            2|2|1| 0-2 | 2x2x1 (data x tensor x pipeline) takes 4 devices, but devices names 3
            0|2|1| 0-2 | copies of 1x2x1 (data x tensor x pipeline) take a multiple of 2 devices, but devices names 3
            1|1|1| 7 | there are no devices 7 in cluster embedded; they are numbered from 0 to 3
            1|1|1| node1 | there is no device or node node1 in cluster embedded; its nodes are node0 to node0, its first device node0/cpu0
            """)
    void layoutsThatCannotBeAreRefused(int data, int tensor, int pipeline, String devices, String sentence) {
        var wrong = cut(devices.isEmpty() ? List.of() : List.of(devices), data, tensor, pipeline);
        var error = assertThrows(UserError.class, () -> plan(true, Map.of("policy train", wrong), null));
        assertEquals("plan.layouts.\"policy train\": " + sentence, error.getMessage());
    }
}
