package io.akkord.configs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.algorithms.UserError;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sizes in a {@code config.json}, under the names that each architecture of transformers gives them.
 *
 * <p>What is absent has the value that transformers gives it where that follows from other keys, and is asked for where
 * transformers would take the size of some well-known model instead.
 */
final class HuggingFaceShape {

    private static final List<String> SUPPORTED = List.of("llama", "mistral", "qwen2", "gpt2");
    private static final String SCORING = "ForSequenceClassification";

    private final Path path;
    private final JsonNode root;

    private HuggingFaceShape(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws UserError if it is no JSON object, of another architecture, or lacks a size
     */
    static ModelShape read(Path path) {
        try {
            JsonNode root = new JsonMapper().readTree(Files.readString(path));
            if (!root.isObject()) {
                throw new UserError(path + ": must be one JSON object");
            }
            return new HuggingFaceShape(path, root).shape();
        } catch (JsonProcessingException e) {
            throw new UserError(path + ": no valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(path + ": cannot be read: " + e, e);
        }
    }

    private ModelShape shape() {
        String type = root.path("model_type").asText("");
        return switch (type) {
            case "llama", "mistral" -> {
                if (root.path("attention_bias").asBoolean()
                        || root.path("mlp_bias").asBoolean()) {
                    throw new UserError(path + ": biases of " + type + " are not supported; attention_bias and mlp_bias"
                            + " must be false");
                }
                yield gated(Family.LLAMA);
            }
            case "qwen2" -> gated(Family.QWEN);
            case "gpt2" -> gpt();
            default ->
                throw new UserError(path + ": model_type "
                        + (type.isEmpty() ? "is not given" : "\"" + type + "\" is not supported") + "; supported are "
                        + String.join(", ", SUPPORTED));
        };
    }

    private ModelShape gated(Family family) {
        int hidden = size("hidden_size");
        int heads = size("num_attention_heads");
        int keyValueHeads = size("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw new UserError(path + ": num_key_value_heads must divide num_attention_heads, was " + keyValueHeads
                    + " with " + heads);
        }
        return new ModelShape(
                family,
                size("vocab_size"),
                hidden,
                size("num_hidden_layers"),
                heads,
                keyValueHeads,
                size("head_dim", headSize(hidden, heads, "num_attention_heads", "hidden_size")),
                size("intermediate_size"),
                0,
                tied(false),
                scalar());
    }

    private ModelShape gpt() {
        int hidden = size("n_embd");
        int heads = size("n_head");
        return new ModelShape(
                Family.GPT,
                size("vocab_size"),
                hidden,
                size("n_layer"),
                heads,
                heads,
                headSize(hidden, heads, "n_head", "n_embd"),
                size("n_inner", 4 * hidden),
                size("n_positions"),
                tied(true),
                scalar());
    }

    private int headSize(int hidden, int heads, String headsKey, String hiddenKey) {
        if (hidden % heads != 0 && !root.hasNonNull("head_dim")) {
            throw new UserError(
                    path + ": " + headsKey + " must divide " + hiddenKey + ", was " + heads + " with " + hidden);
        }
        return Math.max(1, hidden / heads);
    }

    private boolean tied(boolean absent) {
        return root.path("tie_word_embeddings").asBoolean(absent) && !scalar();
    }

    private boolean scalar() {
        return root.path("architectures").path(0).asText("").endsWith(SCORING);
    }

    private int size(String key, int absent) {
        return root.hasNonNull(key) ? size(key) : absent;
    }

    private int size(String key) {
        JsonNode value = root.path(key);
        if (!value.isInt() || value.intValue() < 1) {
            throw new UserError(path + ": " + key + " must be a whole number of at least 1, "
                    + (value.isMissingNode() ? "but is not given" : "was " + value));
        }
        return value.intValue();
    }
}
