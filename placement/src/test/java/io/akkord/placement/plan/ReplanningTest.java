package io.akkord.placement.plan;

import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two devices on which columns are believed to travel so long that one of them does everything in 28 seconds, one less
 * than with the critic on the other.
 */
class ReplanningTest {

    private static final GivenPrices SLOW_COLUMNS = new GivenPrices(0, Double.POSITIVE_INFINITY, 10);
    private static final Workflow PPO = Iterations.ppo();
    private static final Cluster TWO = Cluster.embedded(2, 100_000);
    private static final PlannerSettings SETTINGS = new PlannerSettings(
            Objective.TIME, Regime.SYNCHRONOUS, Constraints.WHOLE, new Budget(0, 20_000, Double.POSITIVE_INFINITY));
    private static final Plan FIRST = Planner.plan(PPO, TWO, SLOW_COLUMNS, SETTINGS, _ -> {});

    /** What one iteration measured; the reference takes so long, all else as predicted. */
    private static Map<String, Double> seconds(double reference) {
        var seconds = new LinkedHashMap<>(FIRST.stepSeconds());
        seconds.put("infer-reference", reference);
        return seconds;
    }

    /** What many iterations measured. */
    private static Measurements measured(int iterations, double... reference) {
        var measurements = new Measurements(SLOW_COLUMNS, PPO);
        for (int i = 0; i < iterations; i++) {
            measurements.observe(FIRST, seconds(reference[i % reference.length]));
        }
        return measurements;
    }

    private static Optional<Replanning.Proposal> propose(
            Measurements measured, int iterationsLeft, double moveSeconds) {
        return new Replanning(PPO, TWO, SETTINGS).propose(measured, FIRST, iterationsLeft, moveSeconds);
    }

    @Test
    void oneDeviceDoesEverythingAtFirst() {
        assertEquals(28, FIRST.seconds());
        assertEquals(FIRST.device(POLICY), FIRST.device(CRITIC));
    }

    @Test
    void nothingIsGainedWhereTheModelIsRight() {
        assertTrue(propose(measured(50, 3), 1000, 0).isEmpty());
        assertTrue(propose(measured(0, 3), 1000, 0).isEmpty());
    }

    @Test
    void aSlowReferenceIsReadBesideTheCriticOnTheFreeDevice() {
        var proposal = propose(measured(1000, 13), 100, 10).orElseThrow();
        assertNotEquals(proposal.better().device(POLICY), proposal.better().device(CRITIC));
        assertEquals(38, proposal.current().seconds(), 0.1);
        assertEquals(29, proposal.better().seconds(), 0.1);
        assertEquals(9, proposal.savedSeconds(), 0.1);
        String text = proposal.description();
        assertTrue(text.contains("moves from node0/cpu"), text);
        assertTrue(text.contains("predicted to take 29.0 s instead of 38.0 s, 9.0 s less, give or take"), text);
    }

    @Test
    void theNewPlanIsKeptOnceItIsTaken() {
        Measurements measured = measured(1000, 13);
        Plan better = propose(measured, 100, 10).orElseThrow().better();
        assertTrue(new Replanning(PPO, TWO, SETTINGS)
                .propose(measured, better, 100, 0)
                .isEmpty());
    }

    @Test
    void movingForTheLastIterationsIsNotWorthIt() {
        Measurements measured = measured(1000, 13);
        assertTrue(propose(measured, 2, 10).isPresent());
        assertTrue(propose(measured, 1, 10).isEmpty());
        assertTrue(propose(measured, 0, 0).isEmpty());
    }

    @Test
    void unsteadyTimesSayLessThanSteadyOnesOfTheSameMean() {
        assertTrue(propose(measured(4, 13), 1000, 1).isPresent());
        assertTrue(propose(measured(4, 1, 1, 1, 49), 1000, 1).isEmpty());
    }

    @Test
    void oneIterationSaysLessThanMany() {
        var few = measured(2, 13);
        var many = measured(50, 13);
        assertTrue(few.ratio("infer-reference") < many.ratio("infer-reference"));
        assertTrue(few.standardError("infer-reference") > many.standardError("infer-reference"));
        assertEquals(13.0 / 3, many.ratio("infer-reference"), 0.15);
        assertEquals(1, many.ratio("train-policy"), 0.05);
    }

    @Test
    void aMachineThatIsSlowerAltogetherChangesNoPlan() {
        var measured = new Measurements(GivenPrices.FREE_MOVES, PPO);
        Plan plan = Planner.plan(PPO, TWO, GivenPrices.FREE_MOVES, SETTINGS, _ -> {});
        var slow = new LinkedHashMap<String, Double>();
        plan.stepSeconds().forEach((step, predicted) -> slow.put(step, 3 * predicted));
        measured.observe(plan, slow);
        slow.keySet().forEach(step -> assertEquals(3, measured.ratio(step), 1e-12));
        assertEquals(
                3 * plan.seconds(),
                Planner.plan(PPO, TWO, measured.prices(), SETTINGS, _ -> {}).seconds(),
                1e-9);
        assertTrue(new Replanning(PPO, TWO, SETTINGS)
                .propose(measured, plan, 1000, 0)
                .isEmpty());
    }

    @Test
    void measurementsUnderACorrectedPlanAreHeldAgainstTheModel() {
        Measurements measured = measured(1000, 13);
        Plan corrected = Planner.plan(PPO, TWO, measured.prices(), SETTINGS, _ -> {});
        measured.observe(corrected, seconds(13));
        assertEquals(13.0 / 3, measured.ratio("infer-reference"), 0.01);
    }

    @Test
    void whatTheUserFixedStaysFixed() {
        var fixed = new PlannerSettings(
                Objective.TIME,
                Regime.SYNCHRONOUS,
                new Constraints(true, List.of("node0/cpu0"), Map.of()),
                SETTINGS.budget());
        var replanning = new Replanning(PPO, TWO, fixed);
        Plan plan = Planner.plan(PPO, TWO, SLOW_COLUMNS, fixed, _ -> {});
        assertTrue(replanning.propose(measured(1000, 13), plan, 1000, 0).isEmpty());
    }

    @Test
    void networksThatAreCutAreNotMovedInARun() {
        var cut = new PlannerSettings(
                Objective.TIME, Regime.SYNCHRONOUS, Constraints.NONE, new Budget(0, 100, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Replanning(PPO, TWO, cut));
    }
}
