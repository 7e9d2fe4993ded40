package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.PolicyGradient;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PpoTest {

    private static final Column<State> COEFFICIENT = Column.carried("kl-coefficient", new State(0.5));
    private static final OptimizerSettings ADAM =
            new OptimizerSettings(1e-3, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    /** Two tokens each; the second row's second token is a tool's, the third row is unscored, the fourth was cut off. */
    private static final double[][] LOGPROBS = {{-1, -2}, {-1, -9}, {-1, -1}, {-0.5, -1.5}};

    private static final boolean[][] SAMPLED = {{true, true}, {true, false}, {true, true}, {true, true}};
    private static final Ending[] ENDINGS = {Ending.EOS, Ending.EOS, Ending.EOS, Ending.LENGTH};

    private static Ppo ppo(Truncated truncated, boolean bootstrap, boolean whiten, double klTarget) {
        return ppo(truncated, bootstrap, whiten, klTarget, false, OffPolicy.none());
    }

    private static Ppo ppo(
            Truncated truncated,
            boolean bootstrap,
            boolean whiten,
            double klTarget,
            boolean recompute,
            OffPolicy offPolicy) {
        return new Ppo(
                new Sampling(0.7, 1, 0, 2, 1, List.of()),
                0.5,
                Kl.Estimator.K1,
                new KlController(klTarget, 100),
                truncated,
                3,
                new GeneralizedAdvantage(1, 1),
                bootstrap,
                whiten,
                0.2,
                0,
                0,
                0,
                Aggregation.TOKEN_MEAN,
                0.2,
                recompute,
                offPolicy,
                new Passes(1, 1),
                ADAM,
                ADAM);
    }

    private static Computed computed(Ppo ppo) {
        Step.Compute step = ppo.workflow(Scoring.learned()).steps().stream()
                .filter(Step.Compute.class::isInstance)
                .map(Step.Compute.class::cast)
                .findFirst()
                .orElseThrow();
        return step.maths()
                .apply(
                        Experience.empty()
                                .with(Column.ROLLOUTS, Rollouts.of(LOGPROBS, SAMPLED, ENDINGS))
                                .with(Column.RAW_SCORES, new Scores(new double[] {10, 20, Double.NaN, 40}))
                                .with(Column.SCORES, new Scores(new double[] {1, 2, Double.NaN, 4}))
                                .with(Column.REFERENCE_LOGPROBS, TokenGrid.of(new double[][] {
                                    {-2, -2}, {-1, 0}, {-9, -9}, {-1, -1}
                                }))
                                .with(Column.VALUES, TokenGrid.of(new double[][] {{0.5, 0.25}, {1, 7}, {3, 3}, {0, 1}}))
                                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(new double[][] {
                                    {-1 + Math.log(1.5), -5}, {-1 + Math.log(3), 0}, {0, 0}, {-0.5, -1.5}
                                }))
                                .with(Column.scores("end-values"), new Scores(new double[] {9, 9, 9, 0.75}))
                                .with(COEFFICIENT, new State(0.5)),
                        new Letters());
    }

    private static double[][] returns(Ppo ppo) {
        return computed(ppo).columns().get(Column.RETURNS).values();
    }

    @Test
    void returnsAreScoreMinusPenaltyToCome() {
        double[][] returns = returns(ppo(Truncated.KEEP, false, false, 0));
        assertArrayEquals(new double[] {1 - 0.5, 1}, returns[0], 1e-6, "d = 1, 0; the first token pays half of it");
        assertArrayEquals(
                new double[] {2, 0}, returns[1], 1e-6, "a tool's token earns nothing, the score moves before it");
        assertArrayEquals(
                new double[] {4, 4 + 0.25}, returns[3], 1e-6, "d = 0.5, -0.5: a likelier reference is paid back");
    }

    @Test
    void unscoredResponseTeachesNothing() {
        Computed computed = computed(ppo(Truncated.KEEP, false, true, 0));
        assertArrayEquals(
                new double[2], computed.columns().get(Column.ADVANTAGES).values()[2]);
        assertEquals(1, computed.metrics().mean("objective/unscored").value());
        assertEquals(70 / 3.0, computed.metrics().mean("objective/reward_mean").value(), 1e-12);
        assertEquals(7 / 3.0, computed.metrics().mean("objective/score_mean").value(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"KEEP, 4.25", "DROP, 0.25", "PENALTY, 1.25"})
    void truncatedResponseEarns(Truncated truncated, double lastReturn) {
        assertEquals(lastReturn, returns(ppo(truncated, false, false, 0))[3][1], 1e-6);
        assertEquals(1, returns(ppo(truncated, false, false, 0))[0][1], 1e-6, "a response that ended is untouched");
    }

    @Test
    void onlyTruncatedResponsesBootstrap() {
        double[][] returns = returns(ppo(Truncated.KEEP, true, false, 0));
        assertEquals(4.25 + 0.75, returns[3][1], 1e-6);
        assertEquals(1, returns[0][1], 1e-6);
    }

    @Test
    void whitenedAdvantagesHaveMeanZeroAndDeviationOneOverWhatTeaches() {
        double[][] advantages = computed(ppo(Truncated.KEEP, false, true, 0))
                .columns()
                .get(Column.ADVANTAGES)
                .values();
        double[] taught = {advantages[0][0], advantages[0][1], advantages[1][0], advantages[3][0], advantages[3][1]};
        double mean = Arrays.stream(taught).average().orElseThrow();
        double squares = Arrays.stream(taught).map(a -> a * a).sum();
        assertEquals(0, mean, 1e-12);
        assertEquals(1, squares / 4, 1e-6);
        assertEquals(0, advantages[1][1]);
    }

    @Test
    void coefficientFollowsTheKlOfWholeResponses() {
        Computed fixed = computed(ppo(Truncated.KEEP, false, true, 0));
        assertEquals(0.5, fixed.columns().get(COEFFICIENT).numbers()[0]);
        double kl = (1 + 0 + 16 + 0) / 4.0;
        assertEquals(kl, fixed.metrics().mean("objective/kl").value(), 1e-6);
        assertEquals(17 / 7.0, fixed.metrics().mean("objective/kl_per_token").value(), 1e-6);

        Computed adaptive = computed(ppo(Truncated.KEEP, false, true, 1));
        assertEquals(
                0.5 * (1 + 0.2 * 4 / 100), adaptive.columns().get(COEFFICIENT).numbers()[0], 1e-12);
    }

    @Test
    void metricsHaveCommunityNames() {
        Map<String, Double> metrics =
                computed(ppo(Truncated.KEEP, false, true, 0)).metrics().values();
        assertEquals(
                Set.of(
                        "objective/reward_mean",
                        "objective/reward_sd",
                        "objective/score_mean",
                        "objective/unscored",
                        "objective/kl",
                        "objective/kl_per_token",
                        "objective/kl_coefficient",
                        "objective/entropy",
                        "response/length_mean",
                        "response/truncated_fraction",
                        "value/explained_variance"),
                metrics.keySet());
        assertFalse(metrics.values().stream().anyMatch(value -> value.isNaN()));
    }

    @Test
    void rewardReferenceAndCriticReadTheRolloutsAtTheSameTime() {
        Workflow workflow = ppo(Truncated.KEEP, false, true, 0).workflow(Scoring.learned());
        assertEquals(List.of("generate-policy"), names(workflow.ready(List.of(), List.of())));
        assertEquals(
                List.of("infer-reward", "infer-reference", "infer-critic"),
                names(workflow.ready(List.of("generate-policy"), List.of("generate-policy"))));
        List<String> inferred =
                List.of("generate-policy", "infer-reward", "score", "infer-reference", "infer-critic", "advantages");
        assertEquals(List.of("train-policy", "train-critic"), names(workflow.ready(inferred, inferred)));
    }

    @Test
    void tokensThatAnOlderPolicyWroteWeighByHowLikelyTheyAreNow() {
        var truncated = new OffPolicy(OffPolicy.Correction.TRUNCATE, OffPolicy.Level.TOKEN, 0, 2);
        Ppo decoupled = ppo(Truncated.KEEP, false, true, 0, true, truncated);
        Computed computed = computed(decoupled);
        double[][] weights =
                computed.columns().get(PolicyGradient.IMPORTANCE_WEIGHTS).values();
        assertArrayEquals(new double[] {1.5, Math.exp(-3)}, weights[0], 1e-6);
        assertArrayEquals(new double[] {2, 0}, weights[1], 1e-6, "held at 2; a tool's token weighs nothing");
        assertArrayEquals(new double[2], weights[2], "nor does an unscored response");
        assertArrayEquals(new double[] {1, 1}, weights[3], 1e-6);
        assertEquals(3, computed.metrics().mean("mismatch/abs_max").value(), 1e-6);

        Workflow workflow = decoupled.workflow(Scoring.learned());
        assertEquals(
                List.of("infer-reward", "infer-reference", "infer-critic", "infer-policy"),
                names(workflow.ready(List.of("generate-policy"), List.of("generate-policy"))));
    }

    @Test
    void correctionNeedsTheOldLogProbs() {
        var truncated = new OffPolicy(OffPolicy.Correction.TRUNCATE, OffPolicy.Level.TOKEN, 0, 2);
        assertThrows(IllegalArgumentException.class, () -> ppo(Truncated.KEEP, false, true, 0, false, truncated));
    }

    @Test
    void graphNamesItsNetworksAndItsState() {
        Workflow workflow = ppo(Truncated.KEEP, false, true, 0).workflow(Scoring.learned());
        assertEquals(Set.of(Role.POLICY, Role.REWARD, Role.REFERENCE, Role.CRITIC), workflow.roles());
        assertEquals(Set.of(Role.POLICY, Role.CRITIC), workflow.trained());
        assertEquals(Set.of(Column.PROMPTS), workflow.sources());
        assertEquals(
                Set.of("score-moments", "kl-coefficient"),
                workflow.carried().stream().map(Column::name).collect(Collectors.toSet()));
    }

    @Test
    void rewardWithoutModelsNeedsNoRewardNetwork() {
        Workflow workflow = ppo(Truncated.KEEP, false, true, 0).workflow(Scoring.plain());
        assertFalse(workflow.roles().contains(Role.REWARD));
    }

    @Test
    void negativeWeightsAreRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> new KlController(-1, 10));
        assertEquals("target must be at least 0, was -1.0", error.getMessage());
    }

    @Test
    void drawsItself() {
        assertEquals(
                """
                ppo reads prompts and carries score-moments, kl-coefficient
                  1  generate-policy  prompts -> rollouts
                  2  infer-reward     rollouts -> reward-scores
                  2  infer-reference  rollouts -> reference-logprobs
                  2  infer-critic     rollouts -> values
                  3  score            rollouts, score-moments, reward-scores -> raw-scores, scores, score-moments
                  4  advantages       rollouts, raw-scores, scores, reference-logprobs, values, kl-coefficient -> advantages, returns, kl-coefficient
                  5  train-policy     rollouts, scores, advantages
                  5  train-critic     rollouts, scores, values, returns
                """,
                ppo(Truncated.KEEP, false, true, 0).workflow(Scoring.learned()).describe());
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(Step::name).toList();
    }
}
