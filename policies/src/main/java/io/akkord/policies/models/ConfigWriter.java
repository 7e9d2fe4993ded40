package io.akkord.policies.models;

import io.akkord.policies.files.JsonFile;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code config.json} and {@code generation_config.json} as transformers' {@code save_pretrained} writes them, keys sorted. */
final class ConfigWriter {

    private ConfigWriter() {}

    static void write(Path directory, ModelConfig config, DType type) {
        if (!config.scalar()) {
            Map<String, @Nullable Object> generation = tokens(config);
            generation.put("_from_model_config", true);
            JsonFile.write(directory.resolve(ConfigReader.GENERATION), generation);
        }
        JsonFile.write(directory.resolve(ConfigReader.CONFIG), tree(config, type));
    }

    private static Map<String, @Nullable Object> tree(ModelConfig config, DType type) {
        Map<String, @Nullable Object> tree = tokens(config);
        tree.put("architectures", List.of(config.scalar() ? ConfigReader.SCORING : ConfigReader.CAUSAL));
        tree.put("attention_bias", false);
        tree.put("head_dim", config.headSize());
        tree.put("hidden_act", "silu");
        tree.put("hidden_size", config.hidden());
        if (config.scalar()) {
            tree.put("id2label", Map.of("0", "LABEL_0"));
            tree.put("label2id", Map.of("LABEL_0", 0));
        }
        tree.put("intermediate_size", config.intermediate());
        tree.put("max_position_embeddings", config.context());
        tree.put("mlp_bias", false);
        tree.put("model_type", "llama");
        tree.put("num_attention_heads", config.heads());
        tree.put("num_hidden_layers", config.layers());
        tree.put("num_key_value_heads", config.keyValueHeads());
        tree.put("rms_norm_eps", config.normEpsilon());
        tree.put("rope_scaling", null);
        tree.put("rope_theta", config.ropeTheta());
        tree.put("tie_word_embeddings", config.tied());
        tree.put("torch_dtype", torchName(type));
        tree.put("vocab_size", config.vocabulary());
        return tree;
    }

    /** One eos as a number, several as a list; what a model does not have is null, since absent would mean the default. */
    private static Map<String, @Nullable Object> tokens(ModelConfig config) {
        var tree = new TreeMap<String, @Nullable Object>();
        List<Integer> ends = config.eosTokens();
        tree.put("bos_token_id", config.bosToken() < 0 ? null : config.bosToken());
        tree.put("eos_token_id", ends.isEmpty() ? null : ends.size() == 1 ? ends.getFirst() : ends);
        tree.put("pad_token_id", config.padToken() < 0 ? null : config.padToken());
        return tree;
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
