package io.akkord.placement.plan;

import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final long AMPLE = 100_000;

    private static Plan whole(Cluster cluster) {
        return Planner.plan(
                Iterations.ppo(),
                cluster,
                GivenPrices.FREE_MOVES,
                new PlannerSettings(
                        Objective.TIME,
                        Regime.SYNCHRONOUS,
                        Constraints.WHOLE,
                        new Budget(0, 20_000, Double.POSITIVE_INFINITY)),
                _ -> {});
    }

    private static Plan cut(Cluster cluster, Prices prices, long evaluations) {
        var settings = new PlannerSettings(
                Objective.TIME,
                Regime.SYNCHRONOUS,
                Constraints.NONE,
                new Budget(1, evaluations, Double.POSITIVE_INFINITY));
        return Planner.plan(Iterations.ppo(), cluster, prices, settings, _ -> {});
    }

    @Test
    void criticGetsADeviceOfItsOwn() {
        Plan plan = whole(Cluster.embedded(2, AMPLE));
        assertEquals(plan.device(POLICY), plan.device(REFERENCE));
        assertTrue(!plan.device(CRITIC).equals(plan.device(POLICY)));
        assertEquals(19, plan.seconds());
        assertTrue(plan.search().proved());
    }

    @Test
    void oneDeviceTakesEverything() {
        Plan plan = whole(Cluster.embedded(1, AMPLE));
        assertEquals(28, plan.seconds());
        assertEquals(
                plan.stepSeconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum(),
                plan.seconds());
    }

    @Test
    void memoryIsWhatLivesThereAndTheHungriestStep() {
        Plan plan = whole(Cluster.embedded(1, AMPLE));
        assertEquals(
                List.of(500 + 500 + 100 + 50L),
                plan.memory().stream().map(Filling::bytes).toList());
    }

    @Test
    void memoryCanForceASlowerPlan() {
        assertEquals(19, whole(Cluster.embedded(2, 650)).seconds());
        assertThrows(UserError.class, () -> whole(Cluster.embedded(2, 649 - 100)));
        assertEquals(19, whole(Cluster.embedded(3, 649)).seconds());
    }

    @Test
    void networksThatFitNowhereAreTheUsersToShrink() {
        var each = assertThrows(UserError.class, () -> whole(Cluster.embedded(2, 400)));
        assertTrue(each.toString().contains("policy fits nowhere in cluster embedded"), each.toString());
        assertTrue(
                each.toString().contains("it needs 550 B of each device, which has 400 B: 150 B too much"),
                each.toString());
        var together = assertThrows(UserError.class, () -> whole(Cluster.embedded(1, 1000)));
        assertTrue(together.toString().contains("no placement of ppo's networks fits"), together.toString());
        assertTrue(together.toString().contains("needs 1.1 KiB of a device that has 1000 B"), together.toString());
    }

    @Test
    void workThatCanBeCutIsCut() {
        Plan plan = cut(Cluster.embedded(4, AMPLE), GivenPrices.FREE_MOVES, 50_000);
        assertEquals(7, plan.seconds(), 1e-9, "28 device-seconds on four devices");
        assertTrue(plan.search().proved());
    }

    @Test
    void costlyMovesKeepTheLayout() {
        Plan plan = cut(Cluster.embedded(4, AMPLE), new GivenPrices(100, Double.POSITIVE_INFINITY, 0), 50_000);
        assertEquals(List.of(), plan.moves());
        assertEquals(7, plan.seconds(), 1e-9);
    }

    @Test
    void noPlanCostsLessThanItsBound() {
        for (int devices = 1; devices <= 4; devices++) {
            Plan plan = cut(Cluster.embedded(devices, 700), new GivenPrices(1, 0.1, 0.01), 3_000);
            assertTrue(plan.search().lowerBound() <= plan.cost() + 1e-12);
            plan.heuristics().forEach(rule -> assertTrue(rule.cost() >= plan.cost() - 1e-12, rule.name()));
        }
    }

    @Test
    void fixedNetworksStay() {
        var settings = new PlannerSettings(
                Objective.TIME,
                Regime.SYNCHRONOUS,
                new Constraints(false, List.of(), Map.of(POLICY, List.of("node0/cpu2"))),
                new Budget(1, 5_000, Double.POSITIVE_INFINITY));
        Plan plan =
                Planner.plan(Iterations.ppo(), Cluster.embedded(4, AMPLE), GivenPrices.FREE_MOVES, settings, _ -> {});
        assertEquals("node0/cpu2", plan.device(POLICY).name());
        var wrong = new PlannerSettings(
                Objective.TIME,
                Regime.SYNCHRONOUS,
                new Constraints(false, List.of("node7"), Map.of()),
                new Budget(1, 5_000, Double.POSITIVE_INFINITY));
        var error = assertThrows(
                UserError.class,
                () -> Planner.plan(
                        Iterations.ppo(), Cluster.embedded(4, AMPLE), GivenPrices.FREE_MOVES, wrong, _ -> {}));
        assertTrue(error.toString().contains("plan.devices: there is no device or node node7"), error.toString());
    }

    @Test
    void fewerDeviceSecondsAreAnObjectiveOfTheirOwn() {
        var settings = new PlannerSettings(
                Objective.DEVICE_SECONDS,
                Regime.SYNCHRONOUS,
                Constraints.NONE,
                new Budget(1, 20_000, Double.POSITIVE_INFINITY));
        Plan plan =
                Planner.plan(Iterations.ppo(), Cluster.embedded(4, AMPLE), GivenPrices.FREE_MOVES, settings, _ -> {});
        assertEquals(28, plan.cost(), 1e-9);
    }

    @Test
    void descriptionSaysWhatWhyAndWhatElse() {
        String text = whole(Cluster.embedded(2, AMPLE)).description();
        assertTrue(text.contains("infer-reference overlaps infer-critic for 3.0 s"), text);
        assertTrue(text.contains("all colocated: 47 % slower"), text);
        assertTrue(text.contains("no plan is faster: proved over 8 plans"), text);
    }

    @Test
    void sameInputsGiveTheSamePlan() {
        var prices = new GivenPrices(0.3, 0.1, 0.01);
        assertEquals(
                cut(Cluster.embedded(6, 900), prices, 5_000).placements(),
                cut(Cluster.embedded(6, 900), prices, 5_000).placements());
    }
}
