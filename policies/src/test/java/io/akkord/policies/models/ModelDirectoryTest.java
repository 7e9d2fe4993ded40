package io.akkord.policies.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.Refusal;
import io.akkord.policies.weights.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void configurationOfAPretrainedModelIsRead() {
        var model = ModelDirectory.open(SharedFiles.need("models/stories260K"));
        var expected = new ModelConfig(512, 64, 5, 8, 4, 8, 172, 512, 1e-5, 10_000, true, false, 1, List.of(2), -1);
        assertEquals(expected, model.config());
        assertTrue(model.hasTokenizer());
        assertEquals(1_040_128, model.weights().bytes());
    }

    @Test
    void absentKeysHaveTheDefaultsOfTransformers() {
        var model = ModelDirectory.open(SharedFiles.need("models/verl-arith"));
        var expected = new ModelConfig(16, 128, 4, 4, 4, 32, 344, 2048, 1e-6, 10_000, false, false, -1, List.of(1), 2);
        assertEquals(expected, model.config());
        assertFalse(model.hasTokenizer());
        assertEquals(DType.BF16, model.weights().get(WeightLayout.HEAD).type());
    }

    @Test
    void shardsHoldTheSameBytesAsOneFile() {
        var whole = ModelDirectory.open(SharedFiles.need("families/llama_a")).weights();
        var shards = ModelDirectory.open(SharedFiles.need("families/llama_a_sharded"))
                .weights();
        assertEquals(
                List.copyOf(whole.tensors().keySet()),
                List.copyOf(shards.tensors().keySet()));
        whole.tensors()
                .forEach((name, tensor) ->
                        assertEquals(-1, tensor.data().mismatch(shards.get(name).data()), name));
    }

    @Test
    void aScoringModelEndsInOneNumber() {
        var model = ModelDirectory.open(SharedFiles.need("families/llama_score_a"));
        assertTrue(model.config().scalar());
        assertArrayEquals(
                new long[] {1, 32}, model.weights().get(WeightLayout.SCORE).shape());
        assertFalse(model.weights().tensors().containsKey(WeightLayout.HEAD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/stories260K",
                "models/verl-arith",
                "families/llama_a",
                "families/llama_a_sharded",
                "families/llama_score_a"
            })
    void whatIsWrittenIsReadBackUnchanged(String name) {
        var original = ModelDirectory.open(SharedFiles.need(name));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        ModelDirectory.write(first, original.config(), original.weights(), original.path());
        var copy = ModelDirectory.open(first);
        ModelDirectory.write(second, copy.config(), copy.weights(), first);
        assertEquals(original.config(), copy.config());
        assertEquals(original.hasTokenizer(), copy.hasTokenizer());
        assertSameBytes(first.resolve("model.safetensors"), second.resolve("model.safetensors"));
        assertSameBytes(first.resolve("config.json"), second.resolve("config.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/stories260K", "models/verl-arith"})
    void aFileOfTheReferenceWriterComesBackByteForByte(String name) {
        var original = ModelDirectory.open(SharedFiles.need(name));
        ModelDirectory.write(folder.resolve("copy"), original.config(), original.weights(), null);
        assertSameBytes(
                original.path().resolve("model.safetensors"),
                folder.resolve("copy").resolve("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/stories260K", "models/verl-arith", "families/llama_a", "families/llama_score_a"})
    void theWrittenConfigurationSaysWhatTransformersWrote(String name) throws IOException {
        var original = ModelDirectory.open(SharedFiles.need(name));
        Path copy = folder.resolve("copy");
        ModelDirectory.write(copy, original.config(), original.weights(), null);
        var theirs = JSON.readTree(original.path().resolve("config.json").toFile());
        var ours = JSON.readTree(copy.resolve("config.json").toFile());
        ours.forEachEntry((key, value) -> {
            if (theirs.has(key)) {
                assertEquals(theirs.get(key), value, key);
            }
        });
    }

    @Test
    void aModelIsNotWrittenOver() {
        var model = ModelDirectory.open(SharedFiles.need("families/llama_a"));
        Path target = folder.resolve("model");
        ModelDirectory.write(target, model.config(), model.weights(), null);
        String message = Refusal.of(() -> ModelDirectory.write(target, model.config(), model.weights(), null));
        assertEquals(target + " holds a model already and is not written over; choose another folder", message);
    }

    @Test
    void aModelThatCannotBeWrittenLeavesNothing() throws IOException {
        var model = ModelDirectory.open(SharedFiles.need("models/stories260K"));
        Path noFolder = Files.createFile(folder.resolve("file")).resolve("model");
        String message =
                Refusal.of(() -> ModelDirectory.write(noFolder, model.config(), model.weights(), model.path()));
        assertTrue(message.contains(" cannot be written: "), message);
        Path tokenizer = Files.createDirectories(folder.resolve("tokenizer"));
        Files.createDirectory(tokenizer.resolve("merges.txt"));
        Refusal.of(() -> ModelDirectory.write(folder.resolve("model"), model.config(), model.weights(), tokenizer));
        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of("file", "tokenizer"),
                    left.map(path -> String.valueOf(path.getFileName()))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void generationConfigDecidesWhatEndsAResponse() throws IOException {
        var model = ModelDirectory.open(SharedFiles.need("models/verl-arith"));
        Path target = folder.resolve("model");
        ModelDirectory.write(target, model.config(), model.weights(), null);
        Files.writeString(target.resolve("generation_config.json"), "{\"eos_token_id\": [1, 5]}");
        assertEquals(List.of(1, 5), ModelDirectory.open(target).config().eosTokens());
    }

    private static void assertSameBytes(Path one, Path other) {
        try {
            assertEquals(-1, Files.mismatch(one, other));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
