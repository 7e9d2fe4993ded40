package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GroupAdvantage.Spread;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RlvrTest {

    /** Everything that the tests change; the rest is as in the defaults. */
    private record Choice(
            Kind kind, int samples, double klInLoss, double klInReward, Correction correction, int rounds) {

        static Choice of(Kind kind) {
            return new Choice(kind, 2, 0, 0, Correction.NONE, 1);
        }

        Rlvr rlvr() {
            return new Rlvr(
                    new Sampling(1, 1, 0, 2, samples, List.of()),
                    new AdvantageEstimator(kind, Spread.UNBIASED, 1e-6),
                    new SurrogateSettings(SurrogateSettings.Kind.CLIPPED, RatioLevel.TOKEN, 0.2, 0.28, 0, 0, 1, 1.05),
                    Aggregation.SEQ_MEAN_TOKEN_MEAN,
                    0,
                    new KlPenalty(klInLoss, Kl.Estimator.K3, 0, false, false),
                    klInReward,
                    Kl.Estimator.K1,
                    Truncated.KEEP,
                    0,
                    new SoftOverlong(1, 0.5, true),
                    correction != Correction.NONE,
                    new OffPolicy(correction, OffPolicy.Level.TOKEN, 0, 2),
                    rounds,
                    new Passes(1, 2),
                    new OptimizerSettings(2, 0, 0, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0)));
        }

        Workflow workflow() {
            return rlvr().workflow(Scoring.none());
        }
    }

    private static final Ending[] ENDED = {Ending.EOS, Ending.EOS, Ending.EOS, Ending.EOS};

    /** Two prompts, two responses each; the first response has one token, the others the two that a response may have. */
    private static Experience iteration(double... scores) {
        double[][] logprobs = {{-1}, {-1, -2}, {-1, -1}, {-2, -1}};
        return Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(logprobs, Rollouts.everywhere(logprobs), ENDED, 2))
                .with(Column.RAW_SCORES, new Scores(scores))
                .with(Column.SCORES, new Scores(scores))
                .with(Column.REFERENCE_LOGPROBS, TokenGrid.of(new double[][] {{-2}, {-1, -2}, {-1, -1}, {-2, -1}}))
                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(new double[][] {{-0.5}, {-1, -2}, {-1, -1}, {0, -1}}));
    }

    private static Computed computed(Choice choice, Experience in) {
        Step.Compute step = choice.workflow().steps().stream()
                .filter(Step.Compute.class::isInstance)
                .map(Step.Compute.class::cast)
                .filter(each -> each.name().equals("advantages"))
                .findFirst()
                .orElseThrow();
        return step.maths().apply(in, new Letters());
    }

    private static double[][] advantages(Choice choice, Experience in) {
        return computed(choice, in).columns().get(Column.ADVANTAGES).values();
    }

    @Test
    void responsesAreComparedWithinTheirPromptAfterTheirLengthWasLookedAt() {
        double[][] advantages = advantages(Choice.of(Kind.RLOO), iteration(1, 1, 3, 1));
        assertArrayEquals(new double[] {0.5}, advantages[0], 1e-12, "the longer one pays half a point");
        assertArrayEquals(new double[] {-0.5, -0.5}, advantages[1], 1e-12);
        assertArrayEquals(new double[] {2, 2}, advantages[2], 1e-12);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "REMAX")
    void unscoredResponseHasNoAdvantage(Kind kind) {
        double[][] advantages = advantages(Choice.of(kind), iteration(1, Double.NaN, 3, 1));
        assertArrayEquals(new double[2], advantages[1]);
        if (kind.comparesGroups() && kind != Kind.REINFORCE_PLUS_PLUS_BASELINE) {
            assertArrayEquals(new double[1], advantages[0], "whose only rival is unscored has nothing to compare with");
            assertTrue(advantages[2][0] > 0);
        }
    }

    @Test
    void groupsWithoutSpreadAreCounted() {
        Computed computed = computed(Choice.of(Kind.GRPO), iteration(0.1, 0.1, 3, 1));
        assertEquals(0.5, computed.metrics().mean("frac_reward_zero_std").value());
    }

    @Test
    void klInTheRewardIsPaidBeforeTheComparison() {
        var choice = new Choice(Kind.DR_GRPO, 2, 0, 0.25, Correction.NONE, 1);
        double[][] advantages = advantages(choice, iteration(1, 1, 3, 1));
        assertArrayEquals(new double[] {0.125}, advantages[0], 1e-12, "0.75 against 0.5");
    }

    @Test
    void mismatchIsAlwaysReportedAndCorrectedWhereAsked() {
        Computed corrected = computed(new Choice(Kind.GRPO, 2, 0, 0, Correction.TRUNCATE, 1), iteration(1, 0, 3, 1));
        double[][] weights =
                corrected.columns().get(PolicyGradient.IMPORTANCE_WEIGHTS).values();
        assertArrayEquals(new double[] {Math.exp(0.5)}, weights[0], 1e-12);
        assertArrayEquals(new double[] {2, 1}, weights[3], 1e-12, "held at 2");
        assertEquals(2.0, corrected.metrics().mean("mismatch/abs_max").value());
        assertEquals(2.5 / 7, corrected.metrics().mean("mismatch/abs_mean").value(), 1e-12);
        assertEquals(-2.5 / 7, corrected.metrics().mean("mismatch/k1").value(), 1e-12);
        assertEquals(1.0 / 7, corrected.metrics().mean("mismatch/held_fraction").value(), 1e-12);
        double sum = 5 + Math.exp(0.5) + Math.exp(2);
        double squares = 5 + Math.exp(1) + Math.exp(4);
        assertEquals(
                sum * sum / (7 * squares),
                corrected.metrics().mean("mismatch/effective_sample_size").value(),
                1e-12);

        Computed plain = computed(Choice.of(Kind.GRPO), iteration(1, 0, 3, 1));
        assertFalse(plain.columns().has(PolicyGradient.IMPORTANCE_WEIGHTS));
        assertEquals(0, plain.metrics().mean("mismatch/abs_max").value());
        assertEquals(1, plain.metrics().mean("mismatch/effective_sample_size").value());
    }

    @Test
    void withoutKlThereIsNeitherReferenceNorCritic() {
        assertEquals(Set.of(Role.POLICY), Choice.of(Kind.GRPO).workflow().roles());
        assertEquals(
                Set.of(Role.POLICY, Role.REFERENCE),
                new Choice(Kind.GRPO, 2, 0.01, 0, Correction.NONE, 1).workflow().roles());
        assertEquals(
                Set.of(Role.POLICY, Role.REFERENCE),
                new Choice(Kind.GRPO, 2, 0, 0.01, Correction.NONE, 1).workflow().roles());
    }

    @Test
    void drawsItself() {
        assertEquals(
                """
                rlvr reads prompts and carries score-moments
                  1  generate-policy                  prompts -> rollouts
                  1  generate-policy-greedy-rollouts  prompts -> greedy-rollouts
                  2  score                            rollouts, score-moments -> raw-scores, scores, score-moments
                  2  infer-reference                  rollouts -> reference-logprobs
                  2  infer-policy                     rollouts -> old-logprobs
                  3  score-greedy-scores              greedy-rollouts, score-moments -> greedy-raw-scores, greedy-scores, score-moments
                  4  advantages                       rollouts, raw-scores, scores, greedy-rollouts, greedy-scores, reference-logprobs, old-logprobs -> advantages, importance-weights
                  5  train-policy                     rollouts, scores, advantages, reference-logprobs, old-logprobs, importance-weights
                """,
                new Choice(Kind.REMAX, 1, 0.01, 0, Correction.MASK, 1)
                        .workflow()
                        .describe());
    }

    @Test
    void impossibleSettingsAreRefusedByName() {
        assertEquals(
                "sampling.samples must be at least 2, since estimator.kind compares the responses to one prompt; was 1",
                refused(new Choice(Kind.GRPO, 1, 0, 0, Correction.NONE, 1)));
        assertEquals(
                "sampling.samples must be at least 2, since most-rounds compares the responses to one prompt; was 1",
                refused(new Choice(Kind.REINFORCE_PLUS_PLUS, 1, 0, 0, Correction.NONE, 2)));
        assertEquals(
                "most-rounds must be 1 with estimator.kind = remax, which learns from equal scores too; was 2",
                refused(new Choice(Kind.REMAX, 2, 0, 0, Correction.NONE, 2)));
    }

    private static String refused(Choice choice) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, choice::rlvr).getMessage());
    }

    private static TabularNetworks bandit() {
        return new TabularNetworks(new double[2][TabularNetworks.TOKENS], response -> response[0] == 1 ? 1 : 0, 3);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyEstimatorLearnsTheRewardedToken(Kind kind) {
        Workflow workflow = new Choice(kind, 4, 0.001, 0, Correction.TRUNCATE, 1).workflow();
        TabularNetworks networks = bandit();
        for (int iteration = 0; iteration < 60; iteration++) {
            networks.iterate(workflow, 16, iteration);
        }
        double content = kind == Kind.PASS_AT_K ? 0.75 : 0.9; // a group with two winners has nothing left to gain
        assertTrue(networks.probabilities(0)[1] > content, kind + " " + Arrays.toString(networks.probabilities(0)));
    }

    @Test
    void dynamicSamplingFillsTheBatchWithGroupsThatDiffer() {
        Workflow workflow = new Choice(Kind.GRPO, 4, 0, 0, Correction.NONE, 4).workflow();
        assertEquals(4, workflow.draws());
        TabularNetworks networks = bandit();
        Experience columns = networks.iterate(workflow, 8, 0);
        assertEquals(32, columns.get(Column.ROLLOUTS).size(), "the first round asks a batch");
        assertEquals(32, columns.get(DynamicSampling.ROLLOUTS).size());
        double[] kept = columns.get(DynamicSampling.SCORES).values();
        for (int group = 0; group < 8; group++) {
            double[] own = Arrays.copyOfRange(kept, 4 * group, 4 * group + 4);
            assertTrue(Arrays.stream(own).distinct().count() > 1, Arrays.toString(own));
        }
        for (int iteration = 1; iteration < 150; iteration++) {
            columns = networks.iterate(workflow, 8, iteration);
        }
        assertTrue(networks.probabilities(0)[1] > 0.99, "learns");
        assertTrue(columns.get(DynamicSampling.ROLLOUTS).size() < 32, "and goes on where hardly a group is left");
    }

    @Test
    void laterRoundsAskOnlyForWhatIsMissing() {
        Workflow workflow = new Choice(Kind.GRPO, 2, 0, 0, Correction.NONE, 3).workflow();
        var nothing = new TabularNetworks(new double[2][TabularNetworks.TOKENS], response -> 1, 3);
        Experience columns = nothing.iterate(workflow, 4, 0);
        assertEquals(8, columns.get(Column.rows("rollouts-3")).size());
        assertEquals(0, columns.get(DynamicSampling.ROLLOUTS).size());

        int[] calls = {0};
        var always = new TabularNetworks(new double[2][TabularNetworks.TOKENS], response -> calls[0]++, 3);
        columns = always.iterate(workflow, 4, 0);
        assertEquals(0, columns.get(Column.rows("rollouts-2")).size(), "the batch is full");
        assertEquals(8, columns.get(DynamicSampling.ROLLOUTS).size());
    }

    @Test
    void evaluationWalksOneRound() {
        Workflow workflow = new Choice(Kind.GRPO, 2, 0.1, 0, Correction.NONE, 3).workflow();
        Workflow part = workflow.yielding(Set.of(Column.RAW_SCORES, Column.REFERENCE_LOGPROBS));
        assertEquals(
                List.of("draw-1", "generate-policy", "score"),
                part.steps().stream().map(Step::name).toList());
    }
}
