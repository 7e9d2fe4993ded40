package io.akkord.algorithms;

import static io.akkord.algorithms.Spoken.ADAM;
import static io.akkord.algorithms.Spoken.computed;
import static io.akkord.algorithms.Spoken.cut;
import static io.akkord.algorithms.Spoken.prompt;
import static io.akkord.algorithms.Spoken.rollout;
import static io.akkord.algorithms.Spoken.sampling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.RejectionSampling.Keep;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Algorithms that answer each prompt several times: best of n, the majority's answer, rejection sampling. */
class ManyTriesTest {

    private static final double NAN = Double.NaN;
    private static final String LAST_NUMBER = "(?<![\\d)])-?\\d+(?:,\\d{3})*(?:\\.\\d+)?";
    private static final Column<Rows<Rollout>> KEPT = Column.rows("kept-rollouts");
    private static final Sampling GREEDY = new Sampling(0, 1, 0, 8, 3, List.of());

    private static RejectionSampling rejection(int samples, Keep keep, double threshold, int most) {
        return new RejectionSampling(
                sampling(samples), keep, threshold, most, Aggregation.TOKEN_MEAN, new Passes(1, 1), ADAM);
    }

    /** Three responses to each prompt, with their raw scores. */
    private static Experience answered(double[] scores, String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (int i = 0; i < texts.length; i++) {
            rollouts.add(rollout(prompt(i / 3, "q" + i / 3), i % 3, texts[i]));
        }
        return scored(rollouts, scores);
    }

    private static Experience scored(List<Rollout> rollouts, double... scores) {
        return Experience.empty()
                .with(Column.ROLLOUTS, new Rows<>(rollouts))
                .with(Column.RAW_SCORES, new Scores(scores))
                .with(Column.SCORES, new Scores(scores));
    }

    private static Metrics measured(Workflow workflow, Experience in) {
        return computed(workflow, workflow.steps().getLast().name(), in).metrics();
    }

    private static List<String> kept(RejectionSampling algorithm, Experience in) {
        Rows<Rollout> kept = computed(algorithm.workflow(Scoring.plain()), "keep", in)
                .columns()
                .get(KEPT);
        return kept.items().stream().map(Rollout::text).toList();
    }

    @Test
    void bestOfNTrainsNothing() {
        Workflow workflow = new BestOfN(sampling(4), 1).workflow(Scoring.learned());
        assertEquals("""
                best-of-n reads prompts and carries score-moments
                  1  generate-policy  prompts -> rollouts
                  2  infer-reward     rollouts -> reward-scores
                  3  score            rollouts, score-moments, reward-scores -> raw-scores, scores, score-moments
                  4  best             rollouts, raw-scores, scores
                """, workflow.describe());
        assertEquals(Set.of(), workflow.trained());
        assertEquals(Set.of(Role.POLICY, Role.REWARD), workflow.roles());
    }

    @Test
    void theBestOfEachPromptIsMeasured() {
        Workflow workflow = new BestOfN(sampling(3), 1).workflow(Scoring.plain());
        Metrics metrics = measured(
                workflow,
                answered(
                        new double[] {0, 1, NAN, -3, NAN, -2, NAN, NAN, NAN},
                        "a",
                        "b",
                        "c",
                        "d",
                        "e",
                        "f",
                        "g",
                        "h",
                        "i"));
        assertEquals((1 - 2) / 2.0, metrics.mean("objective/best_of_n_mean").value(), 1e-15);
        assertEquals(0.5, metrics.mean("pass_at_n").value(), 1e-15, "the third prompt has no score");
        assertEquals(
                (0 + 1 - 3 - 2) / 4.0, metrics.mean("objective/reward_mean").value(), 1e-15);
        assertEquals(5, metrics.mean("objective/unscored").value());
    }

    @Test
    void figuresOfBestOfNAreItsEvaluation() {
        var algorithm = new BestOfN(sampling(3), 0.5);
        Metrics metrics =
                measured(algorithm.evaluation(Scoring.plain()), answered(new double[] {0, 0.25, NAN}, "a", "b", "c"));
        assertEquals(
                List.of("best_of_n", "pass_at_n", "mean"),
                List.copyOf(metrics.means().keySet()));
        assertEquals(0.25, metrics.mean("best_of_n").value());
        assertEquals(0, metrics.mean("pass_at_n").value());
        assertEquals(0.125, metrics.mean("mean").value());
        assertTrue(algorithm.evaluation(Scoring.plain()).sources().contains(Column.PROMPTS));
    }

    @Test
    void theMajorityIsWorthTheScoreOfAResponseThatGivesIt() {
        Workflow workflow = new SelfConsistency(sampling(3), LAST_NUMBER).workflow(Scoring.plain());
        Metrics metrics = measured(
                workflow,
                answered(new double[] {0, 1, 1, 1, 0, 0}, "12-4 is 9", "so 8", "it is 3+5= 8", "7", "no, 6", " 6 "));
        assertEquals(0.5, metrics.mean("objective/majority_accuracy").value(), 1e-15);
        assertEquals(0.5, metrics.mean("objective/reward_mean").value(), 1e-15);
        assertEquals(4 / 6.0, metrics.mean("consistency/agreement").value(), 1e-15);
    }

    @Test
    void aTieGoesToTheAnswerThatCameFirst() {
        Workflow workflow = new SelfConsistency(sampling(3), LAST_NUMBER).evaluation(Scoring.plain());
        Metrics metrics = measured(workflow, answered(new double[] {0.25, 0.5, 1}, "none", "2", "3"));
        assertEquals(0.5, metrics.mean("accuracy").value());
        assertEquals(1.75 / 3, metrics.mean("mean").value(), 1e-15);
    }

    @Test
    void anUnscoredResponseVotesAndIsInNoMean() {
        Workflow workflow = new SelfConsistency(sampling(3), LAST_NUMBER).evaluation(Scoring.plain());
        Metrics metrics =
                measured(workflow, answered(new double[] {0, NAN, 1, NAN, NAN, NAN}, "2", "3", "3", "5", "5", "5"));
        assertEquals(1, metrics.mean("accuracy").value());
        assertEquals(1, metrics.mean("accuracy").weight(), "nothing is known of the second prompt");
        assertEquals(0.5, metrics.mean("mean").value());
    }

    @Test
    void aPromptThatNobodyAnswersCountsAsItsFirstResponseScores() {
        Workflow workflow = new SelfConsistency(sampling(3), LAST_NUMBER).evaluation(Scoring.plain());
        Metrics metrics = measured(workflow, answered(new double[] {NAN, 0.25, 0.5}, "", "dunno", "?"));
        assertEquals(0.25, metrics.mean("accuracy").value());
        assertEquals(1, metrics.mean("consistency/prompts_without_answer").value());
        assertEquals(0, metrics.mean("consistency/agreement").value());
    }

    @Test
    void theLastGroupOfTheLastMatchIsTheAnswer() {
        Workflow workflow = new SelfConsistency(sampling(3), "(is|be) ([a-z]+)").evaluation(Scoring.plain());
        Metrics metrics = measured(
                workflow, answered(new double[] {0, 1, 1}, "it is red", "it is red, may be blue", "must be blue"));
        assertEquals(1, metrics.mean("accuracy").value());
    }

    @Test
    void rejectionSamplingLearnsWhatItKeeps() {
        assertEquals(
                """
                rejection-sampling reads prompts and carries score-moments
                  1  generate-policy  prompts -> rollouts
                  2  score            rollouts, score-moments -> raw-scores, scores, score-moments
                  3  keep             rollouts, raw-scores, scores -> kept-rollouts
                  4  train-policy     kept-rollouts
                """, rejection(4, Keep.BEST, 0, 1).workflow(Scoring.plain()).describe());
    }

    @Test
    void theBestOfEachPromptIsKeptAndOfEqualsTheFirst() {
        Experience in = answered(new double[] {-2, -1, -1, NAN, -5, NAN}, "a", "b", "c", "d", "e", "f");
        assertEquals(List.of("b", "e"), kept(rejection(3, Keep.BEST, 0, 1), in));
    }

    @Test
    void whatReachesTheThresholdIsKeptUpToAMost() {
        Experience in = answered(new double[] {1, 3, 2, 0, 0.5, NAN}, "a", "b", "c", "d", "e", "f");
        assertEquals(List.of("a", "b", "c"), kept(rejection(3, Keep.ABOVE, 1, 0), in));
        assertEquals(List.of("b", "c"), kept(rejection(3, Keep.ABOVE, 1, 2), in));
    }

    @Test
    void equalResponsesAreKeptOnceAndMakeRoomForOthers() {
        Experience in = answered(new double[] {1, 1, 1}, "a", "a", "b");
        assertEquals(List.of("a", "b"), kept(rejection(3, Keep.ABOVE, 1, 2), in));
        Metrics metrics = computed(rejection(3, Keep.ABOVE, 1, 2).workflow(Scoring.plain()), "keep", in)
                .metrics();
        assertEquals(1 / 3.0, metrics.mean("rejection/duplicates").value(), 1e-15);
        assertEquals(2 / 3.0, metrics.mean("rejection/kept_fraction").value(), 1e-15);
    }

    @Test
    void keepingNothingIsLegalAndTeachesNothing() {
        Experience in = answered(new double[] {0, NAN, 0.5}, "a", "b", "c");
        RejectionSampling algorithm = rejection(3, Keep.ABOVE, 1, 1);
        assertEquals(List.of(), kept(algorithm, in));
        Metrics metrics =
                computed(algorithm.workflow(Scoring.plain()), "keep", in).metrics();
        assertEquals(1, metrics.mean("rejection/prompts_without").value());
        assertEquals(1, metrics.mean("objective/unscored").value());

        var step = Experience.empty().with(KEPT, new Rows<>(List.of()));
        var nothing = TokenGrid.of(new double[0][]);
        var batch = new Objective.MicroBatch(new int[0], step, nothing);
        assertEquals(
                0,
                new NextToken(KEPT, Aggregation.TOKEN_MEAN)
                        .prepare(step, nothing)
                        .at(batch)
                        .loss());
    }

    @Test
    void anEmptyResponseMayBeKeptAndCountsInNoToken() {
        List<Rollout> rollouts =
                List.of(cut(prompt(0, "q"), 0, ""), rollout(prompt(0, "q"), 1, "ab"), rollout(prompt(0, "q"), 2, "c"));
        Rows<Rollout> kept = computed(
                        rejection(3, Keep.ABOVE, 1, 0).workflow(Scoring.plain()), "keep", scored(rollouts, 2, 1, 0))
                .columns()
                .get(KEPT);
        assertEquals(2, kept.size());
        var step = Experience.empty().with(KEPT, kept);
        var outputs = TokenGrid.of(new double[][] {{}, {-1, -2, -3}});
        double loss = new NextToken(KEPT, Aggregation.TOKEN_MEAN)
                .prepare(step, outputs)
                .at(new Objective.MicroBatch(new int[] {0, 1}, step, outputs))
                .loss();
        assertEquals(2, loss, 1e-15);
    }

    @Test
    void evaluationsTrainNothing() {
        List<Algorithm> all = List.of(
                new BestOfN(sampling(2), 1), new SelfConsistency(sampling(2), "."), rejection(2, Keep.BEST, 0, 1));
        for (Algorithm algorithm : all) {
            Workflow evaluation = algorithm.evaluation(Scoring.plain());
            assertEquals(Set.of(), evaluation.trained());
            assertFalse(evaluation.steps().isEmpty());
        }
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        refused(
                "sampling.samples must be at least 2, for a best one among them; was 1",
                () -> new BestOfN(sampling(1), 1));
        refused(
                "sampling.temperature must be greater than 0: greedy responses to a prompt are all the same",
                () -> new BestOfN(GREEDY, 1));
        refused(
                "sampling.samples must be at least 2, for a vote among them; was 1",
                () -> new SelfConsistency(sampling(1), "."));
        refused(
                "sampling.temperature must be greater than 0: greedy responses to a prompt are all the same",
                () -> new SelfConsistency(GREEDY, "."));
        refused(
                "answer is no regular expression: Unclosed group at character 2",
                () -> new SelfConsistency(sampling(2), "(a"));
        refused(
                "most must be at least 1 with keep = best, was 0: keeping all rejects nothing",
                () -> rejection(2, Keep.BEST, 0, 0));
        refused(
                "sampling.samples must be greater than most with keep = best, which else rejects nothing; was 2",
                () -> rejection(2, Keep.BEST, 0, 2));
        refused("most must be at least 0, was -1", () -> rejection(2, Keep.ABOVE, 0, -1));
        refused("threshold must be a number, was NaN", () -> rejection(2, Keep.ABOVE, NAN, 1));
    }

    private static void refused(String message, Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }
}
