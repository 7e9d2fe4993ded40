package io.akkord.policies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Refusal;
import io.akkord.policies.weights.Safetensors;
import io.akkord.policies.weights.Weights;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a model folder that cannot be used. */
class BadModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ModelConfig CONFIG =
            new ModelConfig(20, 8, 1, 2, 1, 4, 12, 32, 1e-5, 10_000, false, false, 1, List.of(2), 0);

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Weights weights = new Weights(Map.of());

    @BeforeEach
    void writeAGoodModel() {
        model = folder.resolve("model");
        weights = FreshWeights.create(CONFIG, 1);
        ModelDirectory.write(model, CONFIG, weights, null);
    }

    @Test
    void whatIsGoodIsRead() {
        assertEquals(CONFIG, ModelDirectory.open(model).config());
        assertEquals(weights.bytes(), ModelDirectory.open(model).weights().bytes());
    }

    @Test
    void aMissingFolderIsNamed() throws IOException {
        Path absent = folder.resolve("absent");
        assertEquals(
                "model folder " + absent
                        + " does not exist; it must be a Hugging Face folder with config.json and model.safetensors",
                refusal(absent));
        assertTrue(refusal(model.resolve("config.json")).contains("config.json is a file; it must be"));
        Files.delete(model.resolve("config.json"));
        assertEquals("model folder " + model + " has no config.json", refusal(model));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2"} | architecture GPT2LMHeadModel (model_type gpt2) is not supported; supported are LlamaForCausalLM and LlamaForSequenceClassification with one label
            {"architectures": ["LlamaForTokenClassification"]}           | architecture LlamaForTokenClassification (model_type llama) is not supported
            {"architectures": null, "model_type": "mamba"}               | architecture mamba (model_type mamba) is not supported
            {"architectures": null, "model_type": null}                  | no architecture is named
            {"architectures": ["LlamaForSequenceClassification"]}        | LlamaForSequenceClassification with 2 labels is not supported; a score needs exactly one (num_labels 1)
            {"rope_scaling": {"rope_type": "llama3", "factor": 8}}       | rope_scaling is {"rope_type":"llama3","factor":8}; it must be null or of rope_type default
            {"rope_scaling": {"type": "linear", "factor": 2}}            | rope_scaling is
            {"rope_scaling": {"factor": 2}}                              | rope_scaling is {"factor":2}; it must be null
            {"rope_parameters": {"rope_type": "yarn"}}                   | rope_parameters is
            {"attention_bias": true}                                     | attention_bias is true; it must be false
            {"attention_bias": "no"}                                     | attention_bias is "no"; it must be true or false
            {"mlp_bias": true}                                           | mlp_bias is true; it must be false
            {"hidden_act": "gelu"}                                       | hidden_act is "gelu"; it must be silu
            {"hidden_size": null}                                        | hidden_size is null; it must be a whole number from 1
            {"vocab_size": 0}                                            | vocab_size is 0; it must be a whole number from 1
            {"vocab_size": 2.5}                                          | vocab_size is 2.5; it must be a whole number from 1
            {"num_hidden_layers": 3000000000}                            | num_hidden_layers is 3000000000; it must be a whole number from 1
            {"num_key_value_heads": 3}                                   | num_key_value_heads is 3; it must be a divisor of num_attention_heads, which is 2
            {"head_dim": 3}                                              | head_dim is 3; it must be even
            {"head_dim": null, "num_attention_heads": 3, "num_key_value_heads": 3} | num_attention_heads is 3; it must be a divisor of hidden_size, which is 8
            {"rms_norm_eps": -1}                                         | rms_norm_eps is -1; it must be a number above 0
            {"rope_theta": "big"}                                        | rope_theta is "big"; it must be a number above 0
            {"bos_token_id": 20}                                         | bos_token_id is 20; it must be null or below vocab_size, which is 20
            {"num_hidden_layers": 2}                                     | model.safetensors lacks 9 tensors (model.layers.1.input_layernorm.weight, ...) that config.json calls for
            {"tie_word_embeddings": true, "hidden_size": 6, "head_dim": 4} | model.embed_tokens.weight has shape [20, 8] where config.json calls for [20, 6]
            {"intermediate_size": 13}                                    | model.layers.0.mlp.gate_proj.weight has shape [12, 8] where config.json calls for [13, 8]
            """)
    void aConfigurationThatIsNotComputedIsRefused(String changes, String sentence) throws IOException {
        Path file = model.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.setAll((ObjectNode) JSON.readTree(changes));
        Files.writeString(file, config.toString());
        String refusal = refusal(model);
        assertTrue(refusal.contains(sentence), refusal);
        assertTrue(refusal.contains(model.toString()), refusal);
    }

    @Test
    void newerFilesHoldTheRotaryBaseInAnObject() throws IOException {
        Path file = model.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        config.remove(List.of("rope_scaling", "rope_theta"));
        config.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", 500_000.0);
        Files.writeString(file, config.toString());
        assertEquals(500_000, ModelDirectory.open(model).config().ropeTheta());
    }

    @Test
    void endTokensOutsideTheVocabularyAreRefused() throws IOException {
        Path file = model.resolve("generation_config.json");
        Files.writeString(file, "{\"eos_token_id\": [2, 20]}");
        assertEquals(
                file + ": eos_token_id is [2,20]; it must be null or below vocab_size, which is 20", refusal(model));
    }

    @Test
    void aConfigurationThatIsNoJsonIsRefusedByLine() throws IOException {
        Path file = model.resolve("config.json");
        Files.writeString(file, "{\n\"hidden_size\": 8,\n}");
        assertTrue(refusal(model).startsWith(file + " line 3 is not JSON: "), refusal(model));
        Files.writeString(file, "[]");
        assertEquals(file + " is not a JSON object", refusal(model));
    }

    @Test
    void aFolderWithoutSafetensorsIsRefused() throws IOException {
        Files.delete(model.resolve("model.safetensors"));
        assertEquals(model + " holds neither model.safetensors nor model.safetensors.index.json", refusal(model));
        Files.createFile(model.resolve("pytorch_model.bin"));
        assertTrue(refusal(model).endsWith("; pytorch_model.bin must be saved as safetensors first"));
    }

    @Test
    void tensorsThatDoNotBelongAreRefused() {
        Path file = model.resolve("model.safetensors");
        rewrite(Map.of("model.layers.0.self_attn.q_proj.bias", HostTensor.of(new float[8], 8)));
        assertEquals(
                file + " holds model.layers.0.self_attn.q_proj.bias that config.json does not call for",
                refusal(model));
        rewrite(Map.of(
                WeightLayout.NORM, new HostTensor(DType.I64, new long[] {8}, MemorySegment.ofArray(new long[8]))));
        assertEquals(
                file + ": model.norm.weight is stored as I64; weights must be F64, F32, F16 or BF16", refusal(model));
    }

    @Test
    void whatTransformersIgnoresIsIgnored() {
        rewrite(Map.of("model.layers.0.self_attn.rotary_emb.inv_freq", HostTensor.of(new float[2], 2)));
        assertFalse(ModelDirectory.open(model)
                .weights()
                .tensors()
                .containsKey("model.layers.0.self_attn.rotary_emb.inv_freq"));
    }

    @Test
    void anIndexMustAgreeWithItsShards() throws IOException {
        Files.move(model.resolve("model.safetensors"), model.resolve("shard.safetensors"));
        Path index = model.resolve("model.safetensors.index.json");
        var map = JSON.createObjectNode();
        weights.tensors().keySet().forEach(name -> map.put(name, "shard.safetensors"));
        Files.writeString(index, "{\"weight_map\":" + map + "}");
        assertEquals(weights.bytes(), ModelDirectory.open(model).weights().bytes());

        Files.writeString(index, "{\"weight_map\":" + map.deepCopy().without(List.of(WeightLayout.NORM)) + "}");
        assertTrue(refusal(model).contains(" disagree about model.norm.weight; copy both from the same model"));
        Files.writeString(index, "{\"weight_map\":" + map.deepCopy().put(WeightLayout.NORM, "2.safetensors") + "}");
        assertEquals(index + " lists 2.safetensors, which is not in the folder", refusal(model));
        Files.writeString(index, "{\"weight_map\":" + map.deepCopy().put(WeightLayout.NORM, "../x.safetensors") + "}");
        assertTrue(refusal(model).endsWith("it must be a .safetensors file in the same folder"));
        Files.writeString(index, "{}");
        assertEquals(index + ": weight_map is missing; it must be a map of tensor names to files", refusal(model));
    }

    private void rewrite(Map<String, HostTensor> changes) {
        var tensors = new LinkedHashMap<>(weights.tensors());
        tensors.putAll(changes);
        Safetensors.write(model.resolve("model.safetensors"), new Weights(tensors), Map.of());
    }

    private static String refusal(Path directory) {
        return Refusal.of(() -> ModelDirectory.open(directory));
    }
}
