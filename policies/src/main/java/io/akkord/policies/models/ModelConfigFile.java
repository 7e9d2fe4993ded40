package io.akkord.policies.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.algorithms.UserError;
import io.akkord.policies.files.JsonFile;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code config.json} and {@code generation_config.json} as transformers reads and writes them.
 *
 * <p>A key that is absent has the value that transformers' LlamaConfig gives it; what this decoder does not compute
 * (scaled rotary angles, biases, other activations) is refused by name instead of ignored.
 */
final class ModelConfigFile {

    static final String CONFIG = "config.json";
    static final String GENERATION = "generation_config.json";

    private static final String CAUSAL = "LlamaForCausalLM";
    private static final String SCORING = "LlamaForSequenceClassification";
    private static final int DEFAULT_CONTEXT = 2048;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final double DEFAULT_THETA = 10_000;

    private ModelConfigFile() {}

    static ModelConfig read(Path directory) {
        JsonFile file = JsonFile.read(directory.resolve(CONFIG));
        String architecture = architecture(file);
        boolean scalar = architecture.equals(SCORING);
        if (scalar) {
            refuseSeveralLabels(file);
        }
        refuseWhatIsNotComputed(file);
        int hidden = file.positive("hidden_size");
        int heads = file.positive("num_attention_heads");
        int keyValueHeads = file.positive("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw file.wrong("num_key_value_heads", "a divisor of num_attention_heads, which is " + heads);
        }
        if (!file.has("head_dim") && hidden % heads != 0) {
            throw file.wrong("num_attention_heads", "a divisor of hidden_size, which is " + hidden);
        }
        int headSize = file.positive("head_dim", Math.max(1, hidden / heads));
        if (headSize % 2 != 0) {
            throw file.wrong(
                    "head_dim", "even, since rotary positions turn pairs of numbers (it comes to " + headSize + ")");
        }
        int vocabulary = file.positive("vocab_size");
        return new ModelConfig(
                vocabulary,
                hidden,
                file.positive("num_hidden_layers"),
                heads,
                keyValueHeads,
                headSize,
                file.positive("intermediate_size"),
                file.positive("max_position_embeddings", DEFAULT_CONTEXT),
                file.positive("rms_norm_eps", DEFAULT_EPSILON),
                theta(file),
                file.flag("tie_word_embeddings", false) && !scalar,
                scalar,
                token(file, "bos_token_id", 1, vocabulary),
                eosTokens(directory, file, vocabulary),
                token(file, "pad_token_id", -1, vocabulary));
    }

    static void write(Path directory, ModelConfig config, DType type) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add(config.scalar() ? SCORING : CAUSAL);
        json.put("attention_bias", false);
        putTokens(json, config);
        json.put("head_dim", config.headSize());
        json.put("hidden_act", "silu");
        json.put("hidden_size", config.hidden());
        if (config.scalar()) {
            json.putObject("id2label").put("0", "LABEL_0");
            json.putObject("label2id").put("LABEL_0", 0);
        }
        json.put("intermediate_size", config.intermediate());
        json.put("max_position_embeddings", config.context());
        json.put("mlp_bias", false);
        json.put("model_type", "llama");
        json.put("num_attention_heads", config.heads());
        json.put("num_hidden_layers", config.layers());
        json.put("num_key_value_heads", config.keyValueHeads());
        json.put("rms_norm_eps", config.normEpsilon());
        json.putNull("rope_scaling");
        json.put("rope_theta", config.ropeTheta());
        json.put("tie_word_embeddings", config.tied());
        json.put("torch_dtype", torchName(type));
        json.put("vocab_size", config.vocabulary());
        if (!config.scalar()) {
            ObjectNode generation = JsonNodeFactory.instance.objectNode();
            generation.put("_from_model_config", true);
            putTokens(generation, config);
            JsonFile.write(directory.resolve(GENERATION), generation);
        }
        JsonFile.write(directory.resolve(CONFIG), json);
    }

    private static String architecture(JsonFile file) {
        String type = file.text("model_type", "llama");
        String named = file.json().path("architectures").path(0).asText(type.equals("llama") ? CAUSAL : type);
        boolean unnamed = !file.has("model_type") && !file.has("architectures");
        if (unnamed || !type.equals("llama") || !(named.equals(CAUSAL) || named.equals(SCORING))) {
            throw new UserError(file.file() + ": "
                    + (unnamed
                            ? "no architecture is named"
                            : "architecture " + named + " (model_type " + type + ") is not supported")
                    + "; supported are " + CAUSAL + " and " + SCORING + " with one label");
        }
        return named;
    }

    /** transformers counts the labels of {@code id2label}, and has two where nothing is said. */
    private static void refuseSeveralLabels(JsonFile file) {
        int labels = file.has("id2label") ? file.json().path("id2label").size() : file.positive("num_labels", 2);
        if (labels != 1) {
            throw new UserError(file.file() + ": " + SCORING + " with " + labels
                    + " labels is not supported; a score needs exactly one (num_labels 1)");
        }
    }

    private static void refuseWhatIsNotComputed(JsonFile file) {
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (file.flag(bias, false)) {
                throw file.wrong(bias, "false: biases are not supported for Llama");
            }
        }
        if (!file.text("hidden_act", "silu").equals("silu")) {
            throw file.wrong("hidden_act", "silu");
        }
        for (String key : List.of("rope_scaling", "rope_parameters")) {
            JsonNode rope = file.json().path(key);
            String kind = rope.path("rope_type")
                    .asText(rope.path("type")
                            .asText(rope.isObject() && key.equals("rope_scaling") ? "unknown" : "default"));
            if (file.has(key) && !kind.equals("default")) {
                throw file.wrong(key, "null or of rope_type default: scaled rotary positions are not supported yet");
            }
        }
    }

    /** Newer files hold it in {@code rope_parameters}. */
    private static double theta(JsonFile file) {
        JsonNode parameters = file.json().path("rope_parameters");
        return parameters.has("rope_theta")
                ? new JsonFile(file.file(), parameters).positive("rope_theta", DEFAULT_THETA)
                : file.positive("rope_theta", DEFAULT_THETA);
    }

    /** What ends a response: generation_config.json decides where it says so, as in transformers. */
    private static List<Integer> eosTokens(Path directory, JsonFile config, int vocabulary) {
        Path generation = directory.resolve(GENERATION);
        JsonFile file = config;
        if (Files.exists(generation)) {
            JsonFile read = JsonFile.read(generation);
            file = read.has("eos_token_id") ? read : config;
        }
        JsonNode value = file.json().path("eos_token_id");
        if (!value.isArray()) {
            int token = token(file, "eos_token_id", 2, vocabulary);
            return token < 0 ? List.of() : List.of(token);
        }
        var tokens = new ArrayList<Integer>();
        for (JsonNode token : value) {
            if (!isToken(token, vocabulary)) {
                throw file.wrong("eos_token_id", "ids from 0 to " + (vocabulary - 1));
            }
            tokens.add(token.intValue());
        }
        return tokens;
    }

    /** An id, or -1 where the file says null or a negative number. */
    private static int token(JsonFile file, String key, int absent, int vocabulary) {
        if (!file.json().has(key)) {
            return absent < vocabulary ? absent : -1;
        }
        JsonNode value = file.json().path(key);
        if (value.isNull() || (value.isIntegralNumber() && value.longValue() < 0)) {
            return -1;
        }
        if (!isToken(value, vocabulary)) {
            throw file.wrong(key, "null or an id from 0 to " + (vocabulary - 1));
        }
        return value.intValue();
    }

    private static boolean isToken(JsonNode value, int vocabulary) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= 0
                && value.intValue() < vocabulary;
    }

    private static void putTokens(ObjectNode json, ModelConfig config) {
        put(json, "bos_token_id", config.bosToken());
        List<Integer> ends = config.eosTokens();
        if (ends.size() > 1) {
            ArrayNode list = json.putArray("eos_token_id");
            ends.forEach(list::add);
        } else {
            put(json, "eos_token_id", ends.isEmpty() ? -1 : ends.getFirst());
        }
        put(json, "pad_token_id", config.padToken());
    }

    private static void put(ObjectNode json, String key, int token) {
        if (token < 0) {
            json.putNull(key);
        } else {
            json.put(key, token);
        }
    }

    private static String torchName(DType type) {
        return switch (type) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case I64 -> throw new IllegalArgumentException("a model is not made of whole numbers");
        };
    }
}
