package io.akkord.placement.plan;

import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Iterations of PPO with every network where a test wants it: ten seconds to generate, three to infer, six to train. */
class TimelineTest {

    private static final Cluster TWO = Cluster.embedded(3, 100_000);
    private static final Regime VERSIONS = new Regime(false, 0, false);

    private static Plan plan(Regime regime, Prices prices, int policy, int reference, int critic) {
        Map<Role, List<String>> fixed = new EnumMap<>(Role.class);
        Map.of(POLICY, policy, REFERENCE, reference, CRITIC, critic)
                .forEach((role, device) -> fixed.put(role, List.of("node0/cpu" + device)));
        var settings = new PlannerSettings(
                Objective.TIME,
                regime,
                new Constraints(true, List.of(), fixed),
                new Budget(1, 1000, Double.POSITIVE_INFINITY));
        return Planner.plan(Iterations.ppo(), TWO, prices, settings, _ -> {});
    }

    private static Timeline synchronous(int policy, int reference, int critic) {
        return plan(Regime.SYNCHRONOUS, GivenPrices.FREE_MOVES, policy, reference, critic)
                .timeline();
    }

    private static Timeline.Interval of(Timeline timeline, String step) {
        return timeline.intervals().stream()
                .filter(interval -> interval.name().equals(step))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneDeviceRunsOneStepAtATime() {
        assertEquals(10 + 3 + 3 + 6 + 6, synchronous(0, 0, 0).seconds());
    }

    @Test
    void criticAndReferenceInferTogetherOnTwoDevices() {
        var timeline = synchronous(0, 0, 1);
        assertEquals(10, of(timeline, "infer-reference").start());
        assertEquals(10, of(timeline, "infer-critic").start());
        assertEquals(13, of(timeline, "train-policy").start());
        assertEquals(13, of(timeline, "train-critic").start());
        assertEquals(19, timeline.seconds());
    }

    @Test
    void aBusyDeviceKeepsTheSecondStepWaiting() {
        var timeline = synchronous(0, 1, 1);
        assertEquals(10, of(timeline, "infer-reference").start());
        assertEquals(13, of(timeline, "infer-critic").start());
        assertEquals(16 + 6, timeline.seconds());
    }

    @Test
    void columnsTravelBetweenDevices() {
        var timeline =
                plan(Regime.SYNCHRONOUS, new GivenPrices(0, 0, 0.5), 0, 0, 1).timeline();
        assertEquals(10, of(timeline, "infer-reference").start());
        assertEquals(10.5, of(timeline, "infer-critic").start());
    }

    @Test
    void withoutABoundaryTheCriticLearnsWhileThePolicyGenerates() {
        double synchronous =
                plan(Regime.SYNCHRONOUS, GivenPrices.FREE_MOVES, 0, 0, 0).seconds();
        assertEquals(28, synchronous);
        assertEquals(
                19, plan(Regime.SYNCHRONOUS, GivenPrices.FREE_MOVES, 0, 1, 2).seconds(), 1e-9);
        assertEquals(19, plan(VERSIONS, GivenPrices.FREE_MOVES, 0, 0, 1).seconds(), 1e-9);
        var critic = plan(VERSIONS, GivenPrices.FREE_MOVES, 0, 1, 1);
        assertEquals(
                10 + 3 + 3 + 6,
                plan(Regime.SYNCHRONOUS, GivenPrices.FREE_MOVES, 0, 1, 1).seconds(),
                1e-9);
        assertEquals(10 + 3 + 3 + 6, critic.seconds(), 1e-9);
    }

    @Test
    void aStalePolicyGeneratesAhead() {
        double stale = plan(new Regime(false, 1, false), GivenPrices.FREE_MOVES, 0, 1, 2)
                .seconds();
        assertEquals(16, stale, 1e-9, "generation and training share a device: 10 + 6");
        assertThrows(IllegalArgumentException.class, () -> new Regime(true, 1, false));
    }

    @Test
    void streamedRolloutsAreReadWhileOthersAreWritten() {
        var timeline =
                plan(new Regime(true, 0, true), GivenPrices.FREE_MOVES, 0, 1, 2).timeline();
        assertEquals(10.0 / 8, of(timeline, "infer-reference").start(), 1e-9);
        assertEquals(10 + 3.0 / 8, of(timeline, "infer-reference").end(), 1e-9);
        assertEquals(10 + 3.0 / 8 + 6, timeline.seconds(), 1e-9);
    }

    @Test
    void theCriticalPathIsWhatTheIterationWaitsFor() {
        var timeline = synchronous(0, 0, 1);
        assertTrue(of(timeline, "generate-policy").isCritical());
        boolean both = of(timeline, "train-policy").isCritical()
                && of(timeline, "train-critic").isCritical();
        assertFalse(both, "one chain is enough");
        assertEquals(1 - 9.0 / 19, timeline.idleShare(1), 1e-9);
        assertEquals(1, timeline.idleShare(2));
    }
}
