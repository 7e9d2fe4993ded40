package io.akkord.placement.plan;

import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.ModelShape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final long GIB = 1L << 30;
    private static final ModelShape LANGUAGE = new ModelShape(512, 64, 2, 4, 4, 16, 128, true, false, 4);
    private static final ModelShape SCALAR = new ModelShape(512, 64, 2, 4, 4, 16, 128, false, true, 4);
    private static final Map<Role, ModelShape> SHAPES = Map.of(POLICY, LANGUAGE, REFERENCE, LANGUAGE, CRITIC, SCALAR);
    private static final Workload WORKLOAD = new Workload(64, 1, 8, 0, 32, 8);

    private static Plan plan(Cluster cluster) {
        return Planner.plan(Iterations.ppo(), SHAPES, cluster, WORKLOAD);
    }

    @Test
    void criticGetsADeviceOfItsOwn() {
        Plan plan = plan(Cluster.embedded(2, GIB));
        assertEquals("node0/cpu0", plan.device(POLICY).name());
        assertEquals("node0/cpu0", plan.device(REFERENCE).name());
        assertEquals("node0/cpu1", plan.device(CRITIC).name());
    }

    @Test
    void predictedSecondsAreThoseOfTheCriticalPath() {
        Plan plan = plan(Cluster.embedded(2, GIB));
        double path = plan.stepSeconds().getOrDefault("generate-policy", Double.NaN)
                + plan.stepSeconds().getOrDefault("infer-reference", Double.NaN)
                + plan.stepSeconds().getOrDefault("train-policy", Double.NaN);
        assertEquals(path, plan.seconds(), 1e-12);
        assertEquals(0, plan.stepSeconds().getOrDefault("advantages", Double.NaN));
    }

    @Test
    void oneDeviceTakesEverything() {
        Plan plan = plan(Cluster.embedded(1, GIB));
        double all = plan.stepSeconds().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertEquals(all, plan.seconds(), 1e-12);
    }

    @Test
    void memoryIsWhatLivesThereAndTheHungriestStep() {
        Plan plan = plan(Cluster.embedded(2, GIB));
        long resident = 4 * LANGUAGE.weightBytes() + LANGUAGE.weightBytes();
        long cache = 32L * 23 * LANGUAGE.cacheBytesPerToken();
        long activations = 8L * 23 * LANGUAGE.activationBytesPerToken();
        assertEquals(resident + Math.max(cache, activations), plan.memoryBytes().getOrDefault("node0/cpu0", 0L));
    }

    @Test
    void fasterDeviceTakesThePolicy() {
        var cluster = new Cluster(
                List.of(new Node("n", List.of(new Device("n/slow", 1e9, GIB), new Device("n/fast", 4e9, GIB)))));
        assertEquals("n/fast", plan(cluster).device(POLICY).name());
    }

    @Test
    void memoryCanForceASlowerPlan() {
        var free = plan(Cluster.embedded(2, GIB));
        long tight = free.memoryBytes().getOrDefault("node0/cpu0", 0L) - 1;
        var forced = plan(Cluster.embedded(2, tight));
        assertNotEquals(free.placements(), forced.placements());
        assertTrue(forced.seconds() > free.seconds());
    }

    @Test
    void networksThatFitNowhereAreTheUsersToShrink() {
        var error = assertThrows(UserError.class, () -> plan(Cluster.embedded(2, 1000)));
        assertTrue(error.toString().contains("no placement of ppo's networks fits"), error.toString());
    }

    @Test
    void descriptionSaysWhatWhyAndWhatElse() {
        String text = plan(Cluster.embedded(2, GIB)).description();
        assertTrue(text.contains("policy, reference on node0/cpu0; critic on node0/cpu1"), text);
        assertTrue(text.contains("infer-reference overlaps infer-critic"), text);
        assertTrue(
                text.contains("runner-up, 14 % slower: policy on node0/cpu0; reference, critic on node0/cpu1"), text);
        assertTrue(text.contains("assignments fit, all were simulated"), text);
    }

    @Test
    void likeDevicesAreTriedOnce() {
        String text = plan(Cluster.embedded(64, GIB)).description();
        assertTrue(text.contains("5 assignments fit"), text);
    }

    @Test
    void manyKindsOfDevicesArePlacedGreedily() {
        var devices = IntStream.range(0, 40)
                .mapToObj(i -> new Device("n/d" + i, 1e9 + i, GIB))
                .toList();
        Plan plan = plan(new Cluster(List.of(new Node("n", devices))));
        assertEquals("n/d39", plan.device(POLICY).name());
        assertTrue(plan.description().contains("too many assignments"), plan.description());
    }

    @Test
    void sameInputsGiveTheSamePlan() {
        assertEquals(plan(Cluster.embedded(3, GIB)), plan(Cluster.embedded(3, GIB)));
    }
}
