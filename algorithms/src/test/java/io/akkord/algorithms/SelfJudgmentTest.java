package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelfJudgmentTest {

    private static final PairwiseJudge JUDGE = new PairwiseJudge(List.of("{prompt}|{first}|{second}?"), "A", "B", 0.05);
    private static final OptimizerSettings ADAM =
            new OptimizerSettings(1e-3, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final Passes ONCE = new Passes(1, 1);

    private static Sampling sampling(int samples) {
        return new Sampling(1, 1, 0, 8, samples, List.of());
    }

    private static SelfJudgment selfJudgment(int samples) {
        return new SelfJudgment(sampling(samples), JUDGE, PairLoss.SIGMOID, 0.1, 5, ONCE, ADAM);
    }

    @Test
    void runHoldsOneTrainableModelAndItsFrozenBeginning() {
        Workflow workflow = selfJudgment(2).workflow(Scoring.none());
        assertEquals(
                List.of(
                        "generate-policy",
                        "ask",
                        "infer-reference",
                        "pairs",
                        "infer-reference-reference-logprobs",
                        "train-policy"),
                workflow.steps().stream().map(Step::name).toList());
        assertEquals(Set.of(Role.POLICY), workflow.trained());
        assertEquals(Set.of(Role.POLICY, Role.REFERENCE), workflow.roles());
    }

    /** A judge that prefers the response that comes first in the alphabet, and answers in both orders. */
    private static TokenGrid alphabetical(Rows<?> questions) {
        var logprobs = new ArrayList<double[]>();
        List<Sequence> sequences = questions.sequences();
        for (int i = 0; i < sequences.size(); i++) {
            Sequence asked = sequences.get(i);
            int[] prompt = Arrays.copyOf(asked.tokens(), asked.promptLength());
            String[] parts = new Letters().text(prompt).split("[|?]");
            boolean firstWins = parts[1].compareTo(parts[2]) < 0;
            logprobs.add(new double[] {Math.log(firstWins == (i % 2 == 0) ? 0.8 : 0.1)});
        }
        return new TokenGrid(logprobs.toArray(double[][]::new), 2);
    }

    private static Rows<Rollout> rollouts(int group, String... responses) {
        var rows = new ArrayList<Rollout>();
        for (int i = 0; i < responses.length; i++) {
            var prompt = new Prompt(i / group, "p", new int[] {1, 'p'}, Map.of());
            int[] ids = (responses[i] + "\0").chars().toArray();
            var sampled = new boolean[ids.length];
            Arrays.fill(sampled, true);
            rows.add(new Rollout(prompt, i % group, ids, sampled, new float[ids.length], 0, Ending.EOS, responses[i]));
        }
        return new Rows<>(rows);
    }

    /** Walks the computations of a graph, the alphabetical judge in the networks' place. */
    private static Experience walk(Workflow workflow, Experience columns) {
        Experience known = columns;
        for (Step step : workflow.steps()) {
            boolean ready = step.inputs().stream().allMatch(known::has)
                    && step.outputs().stream().noneMatch(known::has);
            if (ready && step instanceof Step.Compute compute) {
                known = known.and(compute.maths().apply(known, new Letters()).columns());
            } else if (ready
                    && step instanceof Step.Infer infer
                    && infer.from().name().contains("questions")) {
                known = known.with(infer.yields().name(), alphabetical(known.get(infer.from())));
            }
        }
        return known;
    }

    private static List<String> pairsOf(Experience columns) {
        return columns.get(Column.PAIRS).items().stream()
                .map(pair -> new Letters().text(pair.chosen()) + ">" + new Letters().text(pair.rejected()))
                .toList();
    }

    @Test
    void theJudgesChoiceIsPreferredAndEqualResponsesMakeNoPair() {
        Experience columns = walk(
                selfJudgment(2).workflow(Scoring.none()),
                Experience.empty().with(Column.ROLLOUTS, rollouts(2, "b", "a", "x", "x", "c", "d")));
        assertEquals(List.of("a>b", "c>d"), pairsOf(columns));
    }

    @Test
    void tournamentEndsWithTheJudgesFavourite() {
        Workflow evaluation = selfJudgment(2).evaluation(Scoring.none());
        Experience columns = walk(
                evaluation,
                Experience.empty()
                        .with(
                                Column.rows("candidates"),
                                rollouts(5, "d", "e", "b", "c", "a", "q", "p", "r", "r", "s")));
        assertEquals(
                List.of("a", "p"),
                columns.get(Judging.CHAMPIONS).items().stream()
                        .map(Rollout::text)
                        .toList());
    }

    @Test
    void bestIsPairedWithTheWorstAndStrengthsAreTheJudges() {
        var algorithm = new SelfPreference(sampling(4), JUDGE, Role.POLICY, false, 0.1, ONCE, ADAM);
        Experience columns = walk(
                algorithm.workflow(Scoring.none()),
                Experience.empty().with(Column.ROLLOUTS, rollouts(4, "c", "a", "d", "b")));
        assertEquals(List.of("a>d", "b>c"), pairsOf(columns));
        double strength = columns.get(Column.PAIRS).items().getFirst().strength();
        assertEquals(0.8 / 0.9, strength, 1e-12);
        var hard = new SelfPreference(sampling(4), JUDGE, Role.POLICY, true, 0.1, ONCE, ADAM);
        List<PreferencePair> certain = walk(
                        hard.workflow(Scoring.none()),
                        Experience.empty().with(Column.ROLLOUTS, rollouts(4, "c", "a", "d", "b")))
                .get(Column.PAIRS)
                .items();
        assertTrue(certain.stream().allMatch(pair -> pair.strength() == 1));
    }

    @Test
    void judgingIsTaughtInBothOrders() {
        var pairs =
                new Rows<>(List.of(new PreferencePair(new int[] {1, 'p'}, new int[] {'g', 0}, new int[] {'h', 0}, 0)));
        var algorithm = new JudgeAugmentedSft(sampling(1), JUDGE, Aggregation.SEQ_MEAN_TOKEN_MEAN, ONCE, ADAM);
        Experience columns =
                walk(algorithm.workflow(Scoring.none()), Experience.empty().with(Column.PAIRS, pairs));
        var lessons = columns.get(Column.rows("lessons")).sequences();
        assertEquals(
                List.of("pg", "p|g|h?A", "p|h|g?B"),
                lessons.stream().map(each -> new Letters().text(each.tokens())).toList());
        assertArrayEquals(new int[] {1, 'p', 'g', 0}, lessons.getFirst().tokens());
    }

    @Test
    void scalarNetworkCannotJudge() {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new SelfPreference(sampling(2), JUDGE, Role.REWARD, false, 0.1, ONCE, ADAM));
        assertEquals(
                "judged-by must be a language model: policy, reference or judge, was reward", refused.getMessage());
        var alone = assertThrows(IllegalArgumentException.class, () -> selfJudgment(1));
        assertEquals("sampling.samples must be at least 2 to make a pair, was 1", alone.getMessage());
    }
}
