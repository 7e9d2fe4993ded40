package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.placement.model.KnownModels;
import io.akkord.placement.model.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelShapeReaderTest {

    private static final String QWEN = """
            "model_type": "qwen2", "hidden_size": 3584, "num_hidden_layers": 28, "num_attention_heads": 28,
            "num_key_value_heads": 4, "intermediate_size": 18944, "vocab_size": 152064""";
    private static final String GPT = """
            "model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12, "n_positions": 1024, "n_inner": null,
            "vocab_size": 50257""";
    private static final String LLAMA = """
            "model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 16, "num_attention_heads": 32,
            "num_key_value_heads": 8, "head_dim": 64, "intermediate_size": 8192, "vocab_size": 128256,
            "tie_word_embeddings": true""";

    @TempDir
    private Path folder;

    private ModelShape shape(String keys) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{" + keys + "}");
        return new ModelShapeReader(folder).read(".");
    }

    @Test
    void aFolderAndANameGiveTheSameShape() throws IOException {
        var reader = new ModelShapeReader(folder);
        assertEquals(reader.read("qwen-2.5-7b"), shape(QWEN));
        assertEquals(reader.read("gpt2"), shape(GPT));
        assertEquals(reader.read("llama-3.2-1b"), shape(LLAMA));
        assertEquals(reader.read("llama-3.2-1b"), reader.read("config.json"));
    }

    @Test
    void mistralIsReadAsLlama() throws IOException {
        assertEquals(KnownModels.find("llama-3.2-1b").orElseThrow(), shape(LLAMA.replace("\"llama\"", "\"mistral\"")));
    }

    @Test
    void aScoringNetworkEndsInOneNumber() throws IOException {
        ModelShape scoring = shape(QWEN + ", \"architectures\": [\"Qwen2ForSequenceClassification\"]");
        assertTrue(scoring.scalar());
        assertEquals(KnownModels.find("qwen-2.5-7b").orElseThrow().scored(), scoring);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "model_type": "mamba"               | model_type "mamba" is not supported; supported are llama, mistral, qwen2, gpt2
            "hidden_size": 3                    | model_type is not given; supported are llama, mistral, qwen2, gpt2
            "model_type": "llama"               | hidden_size must be a whole number of at least 1, but is not given
            "model_type": "gpt2", "n_embd": 0   | n_embd must be a whole number of at least 1, was 0
            "model_type": "gpt2", "n_embd": "8" | n_embd must be a whole number of at least 1, was "8"
            "model_type": "gpt2", "n_embd": 8, "vocab_size": 9, "n_layer": 1, "n_head": 3 | n_head must divide n_embd, was 3 with 8
            "model_type": "qwen2", "hidden_size": 8, "num_attention_heads": 4, "num_key_value_heads": 3 | num_key_value_heads must divide num_attention_heads, was 3 with 4
            "model_type": "llama", "attention_bias": true | biases of llama are not supported; attention_bias and mlp_bias must be false
            """)
    void whatIsNotSupportedIsToldWithWhatIs(String keys, String told) {
        var refused = assertThrows(UserError.class, () -> shape(keys));
        assertEquals(folder.resolve("config.json") + ": " + told, refused.getMessage());
    }

    @Test
    void anUnknownNameIsToldWithTheNearestOne() {
        var refused = assertThrows(UserError.class, () -> new ModelShapeReader(folder).read("llama2-70b"));
        String told = String.valueOf(refused.getMessage());
        assertTrue(
                told.startsWith(
                        "no model or folder is called llama2-70b; did you mean llama-2-70b? The models are gpt-3"),
                told);
    }

    @Test
    void anEmptyFolderIsNoModel() {
        var refused = assertThrows(UserError.class, () -> new ModelShapeReader(folder).read("."));
        assertEquals("there is no config.json in .; give a folder in Hugging Face layout", refused.getMessage());
    }
}
