package io.akkord.policies.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.TinyModels;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureTest {

    private static final RunKey KEY = new RunKey(7, 1);
    private static final ModelConfig CONFIG = TinyModels.config(true);
    private static final List<Sampling> SAMPLINGS = List.of(
            new Sampling(0.8, 0.95, 15, 20, 1, List.of()),
            new Sampling(1, 1, 0, 20, 1, List.of()),
            new Sampling(0, 1, 0, 20, 1, List.of()));

    private static LanguageModel first(Precision precision) {
        return TinyModels.languageModel(CONFIG, precision);
    }

    private static LanguageModel second(Precision precision) {
        return LanguageModel.create(CONFIG, FreshWeights.create(CONFIG, 8), precision);
    }

    private static List<Request> requests() {
        return IntStream.range(0, 10)
                .mapToObj(i ->
                        new Request(new Random(i / 2).ints(1 + i / 2, 3, 23).toArray(), i / 2, i % 2))
                .toList();
    }

    private static List<Completion> alone(LanguageModel model, Sampling sampling) {
        return model.generate(requests(), sampling, KEY, StopRule.none(), 6, Cancellation.NEVER);
    }

    private static List<Completion> mixed(
            LanguageModel one, LanguageModel other, double coefficient, Sampling sampling) {
        return one.generateWith(other, coefficient, requests(), sampling, KEY, StopRule.none(), 6, Cancellation.NEVER);
    }

    private static void assertSame(List<Completion> expected, List<Completion> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).response(), actual.get(i).response());
            assertArrayEquals(expected.get(i).logprobs(), actual.get(i).logprobs());
            assertEquals(expected.get(i).ending(), actual.get(i).ending());
        }
    }

    @Test
    void shareOfNothingIsThePolicyToTheByteAndOfAllTheOther() {
        OnDevice.run(() -> {
            try (var one = first(Precision.FLOAT32);
                    var other = second(Precision.FLOAT32)) {
                for (Sampling sampling : SAMPLINGS) {
                    assertSame(alone(one, sampling), mixed(one, other, 0, sampling));
                    assertSame(alone(other, sampling), mixed(one, other, 1, sampling));
                }
                assertFalse(Arrays.equals(
                        alone(one, SAMPLINGS.get(1)).get(9).response(),
                        alone(other, SAMPLINGS.get(1)).get(9).response()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.125, 0.6})
    void logprobsAreThoseOfTheNormalisedGeometricMean(double coefficient) {
        OnDevice.run(() -> {
            try (var one = first(Precision.FLOAT64);
                    var other = second(Precision.FLOAT64)) {
                Sampling sampling = SAMPLINGS.getFirst();
                List<Completion> completions = mixed(one, other, coefficient, sampling);
                for (int i = 0; i < completions.size(); i++) {
                    int[] response = completions.get(i).response();
                    float[] logprobs = completions.get(i).logprobs();
                    for (int t = 0; t < response.length; t++) {
                        int[] before = Sequence.of(requests().get(i).prompt(), Arrays.copyOf(response, t))
                                .tokens();
                        double[] mixture = mixture(one, other, coefficient, before, sampling.temperature());
                        assertEquals(Math.log(mixture[response[t]]), logprobs[t], 1e-6);
                    }
                }
            }
        });
    }

    /** The distribution over the next token, from each network's own log-probs. */
    private static double[] mixture(
            LanguageModel one, LanguageModel other, double coefficient, int[] before, double temperature) {
        var nexts = new ArrayList<Sequence>();
        for (int id = 0; id < CONFIG.vocabulary(); id++) {
            nexts.add(Sequence.of(before, new int[] {id}));
        }
        double[][] p = one.logprobs(nexts, 1, 23, Cancellation.NEVER).values();
        double[][] q = other.logprobs(nexts, 1, 23, Cancellation.NEVER).values();
        double[] mixture = IntStream.range(0, p.length)
                .mapToDouble(id -> Math.exp(((1 - coefficient) * p[id][0] + coefficient * q[id][0]) / temperature))
                .toArray();
        double sum = Arrays.stream(mixture).sum();
        return Arrays.stream(mixture).map(each -> each / sum).toArray();
    }

    @Test
    void mixingFreesItsMemoryAndNeedsOneVocabulary() {
        OnDevice.run(() -> {
            try (var one = first(Precision.FLOAT32);
                    var other = second(Precision.FLOAT32);
                    var stranger = TinyModels.languageModel(TinyModels.config(29, true), Precision.FLOAT32)) {
                long before = Tensor.open();
                mixed(one, other, 0.5, SAMPLINGS.getFirst());
                assertEquals(before, Tensor.open());
                var error = assertThrows(
                        IllegalArgumentException.class, () -> mixed(one, stranger, 0.5, SAMPLINGS.getFirst()));
                assertEquals(
                        "networks that are mixed must have one vocabulary, but one has 23 tokens and another 29",
                        error.getMessage());
            }
        });
    }
}
