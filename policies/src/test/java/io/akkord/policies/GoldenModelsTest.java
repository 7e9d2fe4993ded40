package io.akkord.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The decoder against transformers' own numbers, in float64 at every step. */
class GoldenModelsTest {

    private static final Sampling GREEDY = new Sampling(0, 1, 0, 16, 1, List.of());
    private static final RunKey KEY = new RunKey(1, 0);

    private static double tolerance(Precision precision) {
        return precision == Precision.FLOAT32 ? 5e-4 : 1e-9;
    }

    @ParameterizedTest
    @EnumSource
    void logprobsOfPromptsAreTransformers(Precision precision) {
        Path directory = SharedFiles.need("families/llama_a");
        var expected = new ArrayList<double[]>();
        var sequences = new ArrayList<Sequence>();
        for (JsonNode prompt : read(directory.resolve("expected.json")).get("prompts")) {
            int[] ids = ids(prompt.get("ids"));
            sequences.add(Sequence.of(Arrays.copyOf(ids, 1), Arrays.copyOfRange(ids, 1, ids.length)));
            expected.add(numbers(prompt.get("prompt_log_probs")));
        }
        OnDevice.run(() -> {
            try (var model = languageModel(directory, precision)) {
                double[][] logprobs =
                        model.logprobs(sequences, 1, 2, Cancellation.NEVER).values();
                for (int i = 0; i < logprobs.length; i++) {
                    assertArrayEquals(expected.get(i), logprobs[i], tolerance(precision));
                }
            }
        });
    }

    /** The reference pads on the left; here the prompts of one batch only differ in length. */
    @ParameterizedTest
    @EnumSource
    void greedyResponsesOfPromptsOfDifferentLengthsAreTransformers(Precision precision) {
        Path directory = SharedFiles.need("families/llama_a");
        var requests = new ArrayList<Request>();
        var expected = new ArrayList<int[]>();
        for (JsonNode prompt : read(directory.resolve("expected.json")).get("prompts")) {
            requests.add(new Request(ids(prompt.get("ids")), requests.size(), 0));
            expected.add(ids(prompt.get("greedy16")));
        }
        OnDevice.run(() -> {
            try (var model = languageModel(directory, precision)) {
                var completions = model.generate(requests, GREEDY, KEY, StopRule.none(), 8, Cancellation.NEVER);
                for (int i = 0; i < expected.size(); i++) {
                    int[] response = completions.get(i).response();
                    assertArrayEquals(Arrays.copyOf(expected.get(i), response.length), response);
                    assertEquals(16, endsEarly(expected.get(i), model.config()) ? 16 : response.length, "row " + i);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void lastLogitsAreTransformersUpToTheirNormaliser(Precision precision) {
        Path directory = SharedFiles.need("families/llama_a");
        OnDevice.run(() -> {
            try (var model = languageModel(directory, precision)) {
                for (JsonNode prompt : read(directory.resolve("expected.json")).get("prompts")) {
                    double[] logits = numbers(prompt.get("last_logits"));
                    double normaliser =
                            Math.log(Arrays.stream(logits).map(Math::exp).sum());
                    int[] ids = ids(prompt.get("ids"));
                    var continuations = new ArrayList<Sequence>();
                    for (int token = 0; token < logits.length; token++) {
                        continuations.add(Sequence.of(ids, new int[] {token}));
                    }
                    double[][] logprobs = model.logprobs(continuations, 1, 50, Cancellation.NEVER)
                            .values();
                    for (int token = 0; token < logits.length; token++) {
                        assertEquals(logits[token] - normaliser, logprobs[token][0], tolerance(precision));
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void scoresAtTheLastTokenAreTransformers(Precision precision) {
        Path directory = SharedFiles.need("families/llama_score_a");
        var sequences = new ArrayList<Sequence>();
        var scores = new ArrayList<Double>();
        var everywhere = new ArrayList<double[]>();
        for (JsonNode prompt : read(directory.resolve("expected.json")).get("prompts")) {
            int[] ids = ids(prompt.get("ids"));
            sequences.add(Sequence.of(Arrays.copyOf(ids, 1), Arrays.copyOfRange(ids, 1, ids.length)));
            scores.add(prompt.get("score").asDouble());
            everywhere.add(numbers(prompt.get("all_position_scores")));
        }
        OnDevice.run(() -> {
            ModelDirectory files = ModelDirectory.open(directory);
            try (var model = ValueModel.create(files.config(), files.weights(), precision)) {
                double[] read = model.scores(sequences, 3, Cancellation.NEVER);
                double[][] values =
                        model.values(sequences, 3, Cancellation.NEVER).values();
                for (int i = 0; i < read.length; i++) {
                    double[] all = everywhere.get(i);
                    assertEquals(scores.get(i), read[i], tolerance(precision));
                    assertArrayEquals(Arrays.copyOf(all, all.length - 1), values[i], tolerance(precision));
                }
            }
        });
    }

    @Test
    void theStoryModelTellsThePublishedStory() {
        Path directory = SharedFiles.need("models/stories260K");
        JsonNode reference = read(SharedFiles.need("vectors/stories260K_reference.json"));
        int[] expected = ids(reference.get("greedy_ids"));
        var sampling = new Sampling(0, 1, 0, expected.length - 1, 1, List.of());
        OnDevice.run(() -> {
            try (var model = languageModel(directory, Precision.FLOAT32);
                    var tokenizer = Tokenizer.open(directory)) {
                var request = new Request(new int[] {expected[0]}, 0, 0);
                var completion = model.generate(List.of(request), sampling, KEY, StopRule.none(), 1, Cancellation.NEVER)
                        .getFirst();
                assertArrayEquals(Arrays.copyOfRange(expected, 1, expected.length), completion.response());
                assertEquals(
                        reference.get("greedy_from_bos_200_text").asText().strip(),
                        tokenizer.decode(completion.response()).strip());
            }
        });
    }

    @Test
    void theStoryModelGivesThePublishedLogprobs() {
        Path directory = SharedFiles.need("models/stories260K");
        JsonNode reference = read(SharedFiles.need("vectors/stories260K_reference.json"));
        OnDevice.run(() -> {
            try (var model = languageModel(directory, Precision.FLOAT32)) {
                for (JsonNode example : reference.get("cases")) {
                    int[] ids = ids(example.get("ids"));
                    var sequence = Sequence.of(Arrays.copyOf(ids, 1), Arrays.copyOfRange(ids, 1, ids.length));
                    double[] logprobs = model.logprobs(List.of(sequence), 1, 1, Cancellation.NEVER)
                            .values()[0];
                    assertArrayEquals(numbers(example.get("token_logprobs")), logprobs, 1e-4);
                }
            }
        });
    }

    private static boolean endsEarly(int[] ids, ModelConfig config) {
        return Arrays.stream(ids).anyMatch(config.eosTokens()::contains);
    }

    private static LanguageModel languageModel(Path directory, Precision precision) {
        ModelDirectory files = ModelDirectory.open(directory);
        return LanguageModel.create(files.config(), files.weights(), precision);
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] ids(JsonNode array) {
        var ids = new int[array.size()];
        Arrays.setAll(ids, i -> array.get(i).asInt());
        return ids;
    }

    private static double[] numbers(JsonNode array) {
        var numbers = new double[array.size()];
        Arrays.setAll(numbers, i -> array.get(i).asDouble());
        return numbers;
    }
}
