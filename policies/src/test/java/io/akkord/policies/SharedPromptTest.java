package io.akkord.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rows with a prompt in common take in once gives what each row gives alone. */
class SharedPromptTest {

    private static final SplittableRandom RANDOM = new SplittableRandom(4);

    /** Three prompts, one of which begins another, with responses of 0 to 7 tokens. */
    private static List<Sequence> sequences() {
        int[] prompt = ids(9);
        var prompts = List.of(prompt, ids(5), Arrays.copyOf(prompt, 6));
        var sequences = new ArrayList<Sequence>();
        for (int i = 0; i < 12; i++) {
            sequences.add(Sequence.of(prompts.get(i % 3), ids(i * 5 % 8)));
        }
        return sequences;
    }

    private static int[] ids(int length) {
        return RANDOM.ints(length, 3, 23).toArray();
    }

    private static double tolerance(Precision precision) {
        return precision == Precision.FLOAT64 ? 1e-12 : 2e-5;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void logprobsAreThoseOfEachSequenceAlone(Precision precision) {
        OnDevice.run(() -> {
            try (var model = TinyModels.languageModel(TinyModels.config(true), precision)) {
                List<Sequence> sequences = sequences();
                assertEach(
                        model.logprobs(sequences, 0.7, 1, Cancellation.NEVER).values(),
                        model.logprobs(sequences, 0.7, 12, Cancellation.NEVER).values(),
                        tolerance(precision));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void scoresAndValuesAreThoseOfEachSequenceAlone(Precision precision) {
        OnDevice.run(() -> {
            try (var model = TinyModels.valueModel(precision)) {
                List<Sequence> sequences = sequences();
                assertArrayEquals(
                        model.scores(sequences, 1, Cancellation.NEVER),
                        model.scores(sequences, 12, Cancellation.NEVER),
                        tolerance(precision));
                assertEach(
                        model.values(sequences, 1, Cancellation.NEVER).values(),
                        model.values(sequences, 5, Cancellation.NEVER).values(),
                        tolerance(precision));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void answersOfOneTokenAreReadFromTheSamePlace(Precision precision) {
        OnDevice.run(() -> {
            try (var model = TinyModels.languageModel(TinyModels.config(false), precision)) {
                var prompt = ids(8);
                var answers = new ArrayList<int[]>();
                for (int id = 0; id < 23; id++) {
                    answers.add(new int[] {id});
                }
                List<Sequence> sequences = new Question(prompt, answers).sequences();
                double sum = 0;
                for (double[] logprobs :
                        model.logprobs(sequences, 1, 23, Cancellation.NEVER).values()) {
                    sum += Math.exp(logprobs[0]);
                }
                assertEquals(1, sum, tolerance(precision));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void responsesToOnePromptAreSampledAsEachAlone(Precision precision) {
        OnDevice.run(() -> {
            try (var model = TinyModels.languageModel(TinyModels.config(true), precision)) {
                var prompts = List.of(ids(11), ids(4), ids(11));
                var requests = new ArrayList<Request>();
                for (int row = 0; row < 12; row++) {
                    requests.add(new Request(prompts.get(row % 3), row % 3, row / 3));
                }
                List<Completion> alone = generate(model, requests, 1);
                for (int rows : new int[] {5, 12}) {
                    List<Completion> together = generate(model, requests, rows);
                    for (int row = 0; row < 12; row++) {
                        assertArrayEquals(
                                alone.get(row).response(), together.get(row).response());
                        assertArrayEquals(
                                alone.get(row).logprobs(), together.get(row).logprobs(), 1e-5f);
                    }
                }
            }
        });
    }

    private static List<Completion> generate(LanguageModel model, List<Request> requests, int rows) {
        var sampling = new Sampling(0.9, 0.95, 15, 24, 4, List.of());
        return model.generate(requests, sampling, new RunKey(42, 3), StopRule.none(), rows, Cancellation.NEVER);
    }

    private static void assertEach(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], tolerance);
        }
    }
}
