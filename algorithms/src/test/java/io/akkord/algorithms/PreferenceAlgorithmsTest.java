package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows of the algorithms that learn from preferences, and what they refuse. */
class PreferenceAlgorithmsTest {

    static final Sampling SAMPLING = new Sampling(1, 1, 0, 8, 1, List.of());
    static final OptimizerSettings ADAM =
            new OptimizerSettings(1e-3, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final Passes ONCE = new Passes(1, 1);

    private static Dpo dpo(PairLoss loss, double beta, double smoothing, Divergence.Kind divergence) {
        return new Dpo(SAMPLING, loss, beta, smoothing, divergence, 0.5, false, 0.05, 0, ONCE, ADAM);
    }

    private static Kto kto(Kto.Loss loss, Passes passes) {
        return new Kto(SAMPLING, loss, 0.1, 1, 1, passes, ADAM);
    }

    static Stream<Algorithm> withoutReference() {
        return Stream.of(
                new Cpo(SAMPLING, PairLoss.SIGMOID, 0.1, 0, false, 1, ONCE, ADAM),
                new Simpo(SAMPLING, 2, 1, 0, 0, ONCE, ADAM),
                new Orpo(SAMPLING, 0.1, ONCE, ADAM));
    }

    @ParameterizedTest
    @EnumSource(PairLoss.class)
    void everyLossOfPairsIsADpo(PairLoss loss) {
        double smoothing = loss == PairLoss.EXO_PAIR ? 0.1 : 0;
        Workflow workflow =
                dpo(loss, 0.1, smoothing, Divergence.Kind.REVERSE_KL).workflow(Scoring.none());
        assertEquals("""
                dpo reads pairs
                  1  infer-reference  pairs -> reference-logprobs
                  2  train-policy     pairs, reference-logprobs
                """, workflow.describe());
    }

    @ParameterizedTest
    @MethodSource("withoutReference")
    void noReferenceIsLoadedWhereNoneIsRead(Algorithm algorithm) {
        Workflow workflow = algorithm.workflow(Scoring.none());
        assertEquals(Set.of(Role.POLICY), workflow.roles());
        assertEquals(Set.of(Column.PAIRS), workflow.sources());
    }

    @Test
    void ktoReadsMismatchedResponsesBeforeItLearns() {
        assertEquals("""
                kto reads labelled
                  1  infer-reference                                labelled -> reference-logprobs
                  1  mismatch                                       labelled -> mismatched
                  2  infer-policy                                   mismatched -> mismatched-logprobs
                  2  infer-reference-mismatched-reference-logprobs  mismatched -> mismatched-reference-logprobs
                  3  baseline                                       mismatched-logprobs, mismatched-reference-logprobs -> kto-baseline
                  4  train-policy                                   labelled, reference-logprobs, kto-baseline
                """, kto(Kto.Loss.KTO, ONCE).workflow(Scoring.none()).describe());
    }

    @Test
    void apoForSingleResponsesNeedsNoBaseline() {
        assertEquals(
                """
                kto reads labelled
                  1  infer-reference  labelled -> reference-logprobs
                  2  train-policy     labelled, reference-logprobs
                """,
                kto(Kto.Loss.APO_ZERO_UNPAIRED, new Passes(2, 2))
                        .workflow(Scoring.none())
                        .describe());
    }

    /** A step of KTO that the host computes. */
    private static <T extends ColumnContent> T computed(String name, Experience in, Column<T> column) {
        return kto(Kto.Loss.KTO, ONCE).workflow(Scoring.none()).steps().stream()
                .filter(step -> step.name().equals(name))
                .map(Step.Compute.class::cast)
                .findFirst()
                .orElseThrow()
                .maths()
                .apply(in, new Letters())
                .columns()
                .get(column);
    }

    private static Experience labelled(int[]... responses) {
        return Experience.empty()
                .with(
                        Column.LABELLED,
                        new Rows<>(IntStream.range(0, responses.length)
                                .mapToObj(i -> new LabelledResponse(prompt(i), responses[i], i % 2 == 0))
                                .toList()));
    }

    /** Prompts that grow longer. */
    private static int[] prompt(int i) {
        var prompt = new int[1 + i];
        Arrays.fill(prompt, 10 + i);
        return prompt;
    }

    @Test
    void eachPromptGetsTheResponseOfTheRowBefore() {
        Experience in = labelled(new int[] {1, 2}, new int[] {3}, new int[0]);
        List<Sequence> mismatched =
                computed("mismatch", in, Column.rows("mismatched")).sequences();
        assertArrayEquals(new int[] {10}, mismatched.get(0).tokens());
        assertEquals(1, mismatched.get(0).promptLength());
        assertArrayEquals(new int[] {11, 11, 1}, mismatched.get(1).tokens(), "cut to the longest row, of 3 tokens");
        assertArrayEquals(new int[] {12, 12, 12}, mismatched.get(2).tokens());
    }

    @Test
    void oneRowHasNoOtherResponse() {
        Experience in = labelled(new int[] {1, 2});
        var problem =
                assertThrows(IllegalArgumentException.class, () -> computed("mismatch", in, Column.rows("mismatched")));
        assertEquals(
                "kto.batch must be at least 2, was 1: the baseline needs the response to another prompt",
                problem.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1.25", "-4, 0"})
    void baselineIsTheMeanLogRatioAndNeverNegative(double last, double expected) {
        Experience in = Experience.empty()
                .with(Column.tokens("mismatched-logprobs"), TokenGrid.of(new double[][] {{-1, last}, {-0.5}}))
                .with(Column.tokens("mismatched-reference-logprobs"), TokenGrid.of(new double[][] {{-2, -2}, {-1}}));
        Scores baseline = computed("baseline", in, Column.scores("kto-baseline"));
        assertArrayEquals(new double[] {expected, expected}, baseline.values(), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1, 2"})
    void aKtoIterationIsOneUpdate(int epochs, int updates) {
        var problem =
                assertThrows(IllegalArgumentException.class, () -> kto(Kto.Loss.KTO, new Passes(epochs, updates)));
        assertEquals(
                "passes must have 1 epoch and 1 update with loss = kto, had " + epochs + " and " + updates
                        + ": its baseline is that of the policy before the update; make the batch smaller instead",
                problem.getMessage());
    }

    @Test
    void combinationsWithoutMeaningAreRefused() {
        refused(
                "divergence must be reverse-kl unless loss = sigmoid; the other losses are made for log-ratios",
                () -> dpo(PairLoss.HINGE, 0.1, 0, Divergence.Kind.JENSEN_SHANNON));
        refused(
                "label-smoothing must be greater than 0 with loss = exo-pair, such as 1e-3, was 0",
                () -> dpo(PairLoss.EXO_PAIR, 0.1, 0, Divergence.Kind.REVERSE_KL));
        refused("beta must be greater than 0, was 0.0", () -> dpo(PairLoss.SIGMOID, 0, 0, Divergence.Kind.REVERSE_KL));
        refused(
                "loss must be sigmoid, hinge or ipo; the others need a reference",
                () -> new Cpo(SAMPLING, PairLoss.AOT, 0.1, 0, false, 1, ONCE, ADAM));
        refused("target must be at least 0, was -1.0", () -> new Simpo(SAMPLING, 2, -1, 0, 0, ONCE, ADAM));
        refused("nll must be at least 0, was -1.0", () -> new Simpo(SAMPLING, 2, 1, 0, -1, ONCE, ADAM));
        refused("beta must be at least 0, was -0.1", () -> new Orpo(SAMPLING, -0.1, ONCE, ADAM));
        refused(
                "desirable-weight must be at least 0, was -1.0",
                () -> new Kto(SAMPLING, Kto.Loss.KTO, 0.1, -1, 1, ONCE, ADAM));
    }

    private static void refused(String message, Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }
}
