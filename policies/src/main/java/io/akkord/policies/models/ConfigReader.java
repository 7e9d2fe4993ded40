package io.akkord.policies.models;

import io.akkord.algorithms.UserError;
import io.akkord.policies.files.JsonFile;
import io.akkord.policies.transformer.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code config.json} and {@code generation_config.json} as transformers reads them.
 *
 * <p>A key that is absent has the value that transformers' LlamaConfig gives it; what this decoder does not compute
 * (scaled rotary angles, biases, other activations) is refused by name instead of ignored.
 */
final class ConfigReader {

    static final String CONFIG = "config.json";
    static final String GENERATION = "generation_config.json";
    static final String CAUSAL = "LlamaForCausalLM";
    static final String SCORING = "LlamaForSequenceClassification";

    private static final int DEFAULT_CONTEXT = 2048;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final double DEFAULT_THETA = 10_000;
    private static final int DEFAULT_BOS = 1;
    private static final int DEFAULT_EOS = 2;
    private static final int DEFAULT_LABELS = 2;
    private static final int NONE = -1;

    private final Path directory;
    private final JsonFile file;
    private final int vocabulary;

    private ConfigReader(Path directory, JsonFile file) {
        this.directory = directory;
        this.file = file;
        this.vocabulary = file.positive("vocab_size");
    }

    static ModelConfig read(Path directory) {
        JsonFile file = JsonFile.read(directory.resolve(CONFIG));
        boolean scalar = architecture(file).equals(SCORING);
        if (scalar) {
            refuseSeveralLabels(file);
        }
        refuseWhatIsNotComputed(file);
        return new ConfigReader(directory, file).config(scalar);
    }

    private ModelConfig config(boolean scalar) {
        int hidden = file.positive("hidden_size");
        int heads = file.positive("num_attention_heads");
        int keyValueHeads = file.positive("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw file.wrong("num_key_value_heads", "a divisor of num_attention_heads, which is " + heads);
        }
        return new ModelConfig(
                vocabulary,
                hidden,
                file.positive("num_hidden_layers"),
                heads,
                keyValueHeads,
                headSize(hidden, heads),
                file.positive("intermediate_size"),
                file.positive("max_position_embeddings", DEFAULT_CONTEXT),
                file.positive("rms_norm_eps", DEFAULT_EPSILON),
                theta(),
                file.flag("tie_word_embeddings", false) && !scalar,
                scalar,
                token("bos_token_id", DEFAULT_BOS),
                eosTokens(),
                token("pad_token_id", NONE));
    }

    private int headSize(int hidden, int heads) {
        if (!file.has("head_dim") && hidden % heads != 0) {
            throw file.wrong("num_attention_heads", "a divisor of hidden_size, which is " + hidden);
        }
        int size = file.positive("head_dim", Math.max(1, hidden / heads));
        if (size % 2 != 0) {
            throw file.wrong(
                    "head_dim", "even, since rotary positions turn pairs of numbers (it comes to " + size + ")");
        }
        return size;
    }

    /** Newer files hold it in {@code rope_parameters}. */
    private double theta() {
        return file.object("rope_parameters")
                .orElse(file)
                .positive("rope_theta", file.positive("rope_theta", DEFAULT_THETA));
    }

    /** What ends a response: generation_config.json decides where it says so, as in transformers. */
    private List<Integer> eosTokens() {
        Path generation = directory.resolve(GENERATION);
        JsonFile deciding = Optional.of(generation)
                .filter(Files::exists)
                .map(JsonFile::read)
                .filter(read -> read.has("eos_token_id"))
                .orElse(file);
        return tokens(deciding, "eos_token_id", DEFAULT_EOS);
    }

    private int token(String key, int absent) {
        List<Integer> tokens = tokens(file, key, absent);
        if (tokens.size() > 1) {
            throw file.wrong(key, "null or one id");
        }
        return tokens.isEmpty() ? NONE : tokens.getFirst();
    }

    /** Ids; none where the file says null or a negative number, and the usual one where it says nothing. */
    private List<Integer> tokens(JsonFile from, String key, int absent) {
        if (!from.mentions(key)) {
            return absent != NONE && absent < vocabulary ? List.of(absent) : List.of();
        }
        List<Long> ids = from.wholeNumbers(key).stream().filter(id -> id >= 0).toList();
        if (ids.stream().anyMatch(id -> id >= vocabulary)) {
            throw from.wrong(key, "null or below vocab_size, which is " + vocabulary);
        }
        return ids.stream().map(Long::intValue).toList();
    }

    private static String architecture(JsonFile file) {
        boolean unnamed = !file.has("model_type") && !file.has("architectures");
        String type = file.text("model_type", "llama");
        List<String> names = file.texts("architectures");
        String named = names.isEmpty() ? (type.equals("llama") ? CAUSAL : type) : names.getFirst();
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
        int labels =
                file.has("id2label") ? file.textMap("id2label").size() : file.positive("num_labels", DEFAULT_LABELS);
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
        refuseScaledRope(file, "rope_scaling", "unnamed");
        refuseScaledRope(file, "rope_parameters", "default");
    }

    private static void refuseScaledRope(JsonFile file, String key, String kindIfUnnamed) {
        boolean scaled = file.object(key)
                .map(rope -> rope.text("rope_type", rope.text("type", kindIfUnnamed)))
                .filter(kind -> !kind.equals("default"))
                .isPresent();
        if (scaled) {
            throw file.wrong(key, "null or of rope_type default: scaled rotary positions are not supported yet");
        }
    }
}
