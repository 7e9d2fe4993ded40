package io.akkord.algorithms;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a reward model is judged on held-out pairs. */
class RewardModellingTest {

    private static final Workflow EVALUATION = new RewardModelling(
                    0,
                    new Passes(1, 1),
                    new OptimizerSettings(1e-3, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0)))
            .evaluation(Scoring.none());

    private static PreferencePair pair(int chosen, int rejected, double strength) {
        return new PreferencePair(new int[] {1}, new int[] {chosen}, new int[] {rejected}, 0, strength);
    }

    private static Map<String, Double> figures(List<PreferencePair> pairs, double... scores) {
        var last = (Step.Compute) EVALUATION.steps().getLast();
        Experience in = Experience.empty()
                .with(Column.PAIRS, new Rows<>(pairs))
                .with(Column.scores("pair-scores"), new Scores(scores));
        return last.maths().apply(in, new Letters()).metrics().values();
    }

    private static double figure(String name, List<PreferencePair> pairs, double... scores) {
        return requireNonNull(figures(pairs, scores).get(name));
    }

    @Test
    void theRewardModelReadsHeldOutPairsAndNothingLearns() {
        assertEquals(Set.of(Column.PAIRS), EVALUATION.sources());
        assertEquals(Set.of(Role.REWARD), EVALUATION.roles());
        assertEquals(Set.of(), EVALUATION.trained());
    }

    @Test
    void agreementIsTheShareOfPairsThatAreOrderedAsPeopleOrderThem() {
        var pairs = List.of(pair(5, 6, 1), pair(5, 6, 1), pair(5, 6, 1), pair(5, 6, 1));
        assertEquals(2.5 / 4, figure("agreement", pairs, 2, 1, 1, 2, 3, 3, 0.5, -4));
    }

    @Test
    void calibrationComparesTheSigmoidOfTheLeadWithTheLabel() {
        double lead = Math.log(0.75 / 0.25);
        var pairs = List.of(pair(5, 6, 0.75), pair(5, 6, 0.75));
        assertEquals(0, figure("calibration_error", pairs, lead, 0, 1 + lead, 1), 1e-12);
        assertEquals(0.25, figure("calibration_error", List.of(pair(5, 6, 1)), lead, 0), 1e-12);
    }

    @Test
    void equalResponsesSayNothing() {
        assertEquals(1, figure("agreement", List.of(pair(5, 5, 1), pair(5, 6, 1)), 3, 3, 1, 0));
        assertEquals(Map.of(), figures(List.of(pair(5, 5, 1)), 3, 3));
    }
}
