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
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final long GIB = 1L << 30;
    private static final ModelShape LANGUAGE = new ModelShape(Family.LLAMA, 512, 64, 2, 4, 4, 16, 128, 0, true, false);
    private static final ModelShape SCALAR = new ModelShape(Family.LLAMA, 512, 64, 2, 4, 4, 16, 128, 0, false, true);
    private static final Map<Role, ModelShape> SHAPES = Map.of(POLICY, LANGUAGE, REFERENCE, LANGUAGE, CRITIC, SCALAR);
    private static final Workload WORKLOAD = new Workload(64, 1, 8, 0, 32, 8);

    private static Plan plan(Cluster cluster) {
        return Planner.plan(Iterations.ppo(), SHAPES, Storage.whole(Precision.FLOAT32), cluster, WORKLOAD);
    }

    private static Cluster machine(List<Device> devices) {
        var memory = new Link(Link.Kind.MEMORY, 1e10, 0);
        return new Cluster("one machine", List.of(new Node("n", devices, memory)), null);
    }

    private static DeviceKind core(double flopsPerSecond) {
        return new DeviceKind("core", Map.of(Precision.FLOAT32, flopsPerSecond), GIB, 1e10, 1e10, 0, Efficiency.WHOLE);
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
        long resident = 16 * LANGUAGE.parameters() + 4 * LANGUAGE.parameters();
        long cache = 32L * 23 * 4 * LANGUAGE.cacheNumbersPerToken();
        long activations = 8L * 23 * 4 * (2 * (10 * 64 + 3 * 128) + 2 * 512);
        assertEquals(resident + Math.max(cache, activations), plan.memoryBytes().getOrDefault("node0/cpu0", 0L));
    }

    @Test
    void fasterDeviceTakesThePolicy() {
        var cluster = List.of(new Device("n/slow", core(1e9)), new Device("n/fast", core(4e9)));
        assertEquals("n/fast", plan(machine(cluster)).device(POLICY).name());
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
                .mapToObj(i -> new Device("n/d" + i, core(1e9 + i)))
                .toList();
        Plan plan = plan(machine(devices));
        assertEquals("n/d39", plan.device(POLICY).name());
        assertTrue(plan.description().contains("too many assignments"), plan.description());
    }

    @Test
    void sameInputsGiveTheSamePlan() {
        assertEquals(plan(Cluster.embedded(3, GIB)), plan(Cluster.embedded(3, GIB)));
    }
}
