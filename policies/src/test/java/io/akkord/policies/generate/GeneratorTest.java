package io.akkord.policies.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.TinyModels;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final RunKey KEY = new RunKey(42, 3);
    private static final Sampling SAMPLING = new Sampling(0.9, 0.95, 15, 24, 1, List.of());

    private static LanguageModel model(Precision precision) {
        return TinyModels.languageModel(TinyModels.config(true), precision);
    }

    /** Prompts of 1 to 9 tokens, each with two samples. */
    private static List<Request> requests() {
        var requests = new ArrayList<Request>();
        for (int i = 0; i < 12; i++) {
            int[] prompt = new Random(i).ints(1 + i * 5 % 9, 3, 23).toArray();
            requests.add(new Request(prompt, 100 + i, 0));
            requests.add(new Request(prompt, 100 + i, 1));
        }
        return requests;
    }

    private static List<Completion> generate(LanguageModel model, List<Request> requests, int batchRows) {
        return model.generate(requests, SAMPLING, KEY, StopRule.none(), batchRows, Cancellation.NEVER);
    }

    @Test
    void aResponseIsTheSameAloneAndInAnyBatch() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT64)) {
                List<Request> requests = requests();
                List<Completion> alone = generate(model, requests, 1);
                assertTrue(alone.stream().anyMatch(one -> one.ending() == Ending.EOS));
                assertTrue(alone.stream().anyMatch(one -> one.ending() == Ending.LENGTH));
                for (int batchRows : new int[] {2, 5, 24, 100}) {
                    assertSame(alone, generate(model, requests, batchRows));
                }
                var order = new ArrayList<Integer>();
                for (int i = 0; i < requests.size(); i++) {
                    order.add(i);
                }
                Collections.shuffle(order, new Random(7));
                List<Completion> shuffled =
                        generate(model, order.stream().map(requests::get).toList(), 7);
                assertSame(order.stream().map(alone::get).toList(), shuffled);
            }
        });
    }

    private static void assertSame(List<Completion> expected, List<Completion> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).response(), actual.get(i).response());
            assertArrayEquals(expected.get(i).logprobs(), actual.get(i).logprobs(), 1e-6f);
            assertEquals(expected.get(i).ending(), actual.get(i).ending());
        }
    }

    @Test
    void samplesOfOnePromptDiffer() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT32)) {
                List<Completion> completions = generate(model, requests(), 24);
                long different = 0;
                for (int i = 0; i < completions.size(); i += 2) {
                    different += Arrays.equals(
                                    completions.get(i).response(),
                                    completions.get(i + 1).response())
                            ? 0
                            : 1;
                }
                assertTrue(different >= 10, different + " of 12 pairs differ");
            }
        });
    }

    @Test
    void logprobsAreThoseOfALaterPassOverTheTokens() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT64)) {
                List<Request> requests = requests();
                List<Completion> completions = generate(model, requests, 9);
                var sequences = new ArrayList<Sequence>();
                for (int i = 0; i < requests.size(); i++) {
                    sequences.add(Sequence.of(
                            requests.get(i).prompt(), completions.get(i).response()));
                }
                double[][] again = model.logprobs(sequences, SAMPLING.temperature(), 5, Cancellation.NEVER)
                        .values();
                for (int i = 0; i < again.length; i++) {
                    assertEquals(again[i].length, completions.get(i).logprobs().length);
                    for (int t = 0; t < again[i].length; t++) {
                        assertEquals(again[i][t], completions.get(i).logprobs()[t], 1e-6);
                    }
                }
            }
        });
    }

    @Test
    void anEndOfSequenceIdIsTheLastTokenOfItsResponse() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT32)) {
                for (Completion completion : generate(model, requests(), 24)) {
                    int[] response = completion.response();
                    for (int t = 0; t < response.length; t++) {
                        boolean last = t == response.length - 1;
                        assertEquals(last && completion.ending() == Ending.EOS, response[t] == 2);
                    }
                    if (completion.ending() == Ending.LENGTH) {
                        assertEquals(SAMPLING.maxTokens(), response.length);
                    }
                }
            }
        });
    }

    @Test
    void theStopRuleSeesTheResponseAndEndsIt() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT32)) {
                StopRule afterFour = (tokens, length) -> length == 4;
                for (Completion completion :
                        model.generate(requests(), SAMPLING, KEY, afterFour, 8, Cancellation.NEVER)) {
                    assertTrue(completion.response().length <= 4);
                    if (completion.response().length == 4 && completion.response()[3] != 2) {
                        assertEquals(Ending.STOP, completion.ending());
                    }
                }
            }
        });
    }

    @Test
    void promptAndResponseFitTheContext() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT32)) {
                var sampling = new Sampling(0, 1, 0, 1000, 1, List.of());
                var requests = new ArrayList<Request>();
                for (int length : new int[] {1, 39, 20}) {
                    requests.add(
                            new Request(new Random(length).ints(length, 3, 23).toArray(), length, 0));
                }
                var completions = model.generate(requests, sampling, KEY, StopRule.none(), 8, Cancellation.NEVER);
                for (int i = 0; i < requests.size(); i++) {
                    int most = 40 - requests.get(i).prompt().length;
                    Completion completion = completions.get(i);
                    assertTrue(completion.response().length <= most);
                    assertEquals(completion.ending() == Ending.LENGTH, completion.response().length == most);
                }
                var tooLong = List.of(new Request(new int[40], 77, 0));
                var error = assertThrows(UserError.class, () -> generate(model, tooLong, 1));
                assertEquals(
                        "prompt 77 has 40 tokens and leaves no room for a response in the model's context of 40",
                        error.getMessage());
            }
        });
    }

    @Test
    void aModelThatComputesNoNumbersIsRefusedHoweverItIsSampled() {
        OnDevice.run(() -> {
            ModelConfig config = TinyModels.config(true);
            Weights weights = TinyModels.weights(config);
            try (var model = LanguageModel.create(config, withNan(weights, "model.norm.weight"), Precision.FLOAT32)) {
                for (Sampling sampling : List.of(
                        SAMPLING, new Sampling(1, 1, 0, 4, 1, List.of()), new Sampling(0, 1, 0, 4, 1, List.of()))) {
                    var error = assertThrows(
                            UserError.class,
                            () -> model.generate(requests(), sampling, KEY, StopRule.none(), 8, Cancellation.NEVER));
                    assertTrue(
                            String.valueOf(error.getMessage()).contains("no probability but NaN"),
                            String.valueOf(error));
                }
            }
        });
    }

    private static Weights withNan(Weights weights, String name) {
        var tensors = new LinkedHashMap<>(weights.tensors());
        HostTensor damaged = weights.get(name);
        double[] values = damaged.toDoubles();
        values[0] = Double.NaN;
        tensors.put(name, HostTensor.of(values, damaged.shape()));
        return new Weights(tensors);
    }

    @Test
    void cancellationEndsTheWorkAndFreesItsMemory() {
        OnDevice.run(() -> {
            try (var model = model(Precision.FLOAT32)) {
                long before = Tensor.open();
                generate(model, requests(), 8);
                assertEquals(before, Tensor.open());
                int[] asked = {0};
                Cancellation third = () -> {
                    if (++asked[0] == 3) {
                        throw new CancellationException("mine");
                    }
                };
                assertThrows(
                        CancellationException.class,
                        () -> model.generate(requests(), SAMPLING, KEY, StopRule.none(), 8, third));
                assertEquals(before, Tensor.open());
            }
        });
    }
}
