package io.akkord.policies.models;

import io.akkord.algorithms.UserError;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tensors a Llama-family model has, by its Hugging Face names, and the order in which every part of Akkord lists
 * them: embedding, layers, last norm, head.
 */
public final class WeightLayout {

    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String NORM = "model.norm.weight";
    public static final String HEAD = "lm_head.weight";
    public static final String SCORE = "score.weight";

    /** How the names of all tensors in blocks begin. */
    static final String LAYERS = "model.layers.";

    private WeightLayout() {}

    /** Name to shape {@code [out, in]} (or {@code [size]} of a norm), in the one order. */
    public static Map<String, long[]> of(ModelConfig config) {
        long hidden = config.hidden();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        long wide = config.intermediate();
        var layout = new LinkedHashMap<String, long[]>();
        layout.put(EMBEDDING, new long[] {config.vocabulary(), hidden});
        for (int i = 0; i < config.layers(); i++) {
            String layer = LAYERS + i + ".";
            layout.put(layer + "input_layernorm.weight", new long[] {hidden});
            layout.put(layer + "self_attn.q_proj.weight", new long[] {queries, hidden});
            layout.put(layer + "self_attn.k_proj.weight", new long[] {keys, hidden});
            layout.put(layer + "self_attn.v_proj.weight", new long[] {keys, hidden});
            layout.put(layer + "self_attn.o_proj.weight", new long[] {hidden, queries});
            layout.put(layer + "post_attention_layernorm.weight", new long[] {hidden});
            layout.put(layer + "mlp.gate_proj.weight", new long[] {wide, hidden});
            layout.put(layer + "mlp.up_proj.weight", new long[] {wide, hidden});
            layout.put(layer + "mlp.down_proj.weight", new long[] {hidden, wide});
        }
        layout.put(NORM, new long[] {hidden});
        if (config.scalar()) {
            layout.put(SCORE, new long[] {1, hidden});
        } else if (!config.tied()) {
            layout.put(HEAD, new long[] {config.vocabulary(), hidden});
        }
        return layout;
    }

    /** The block of a tensor whose name begins with {@link #LAYERS}. */
    static int layer(String name) {
        return Integer.parseInt(name.substring(LAYERS.length(), name.indexOf('.', LAYERS.length())));
    }

    /**
     * The tensors of {@code weights} in the one order, without what a model of this shape ignores.
     *
     * @param source how messages name where the weights come from
     * @throws UserError where a tensor is missing, unexpected, of another shape or not floating
     */
    public static Weights check(ModelConfig config, Weights weights, String source) {
        return check(of(config), config, weights, source);
    }

    /** The same for the tensors of {@code layout}, which are a shard's. */
    static Weights check(Map<String, long[]> layout, ModelConfig config, Weights weights, String source) {
        refuseNames(layout, weights.tensors().keySet(), config, source);
        var ordered = new LinkedHashMap<String, HostTensor>();
        layout.forEach((name, shape) -> {
            HostTensor tensor = weights.get(name);
            if (!Arrays.equals(tensor.shape(), shape)) {
                throw new UserError(source + ": " + name + " has shape " + Arrays.toString(tensor.shape())
                        + " where config.json calls for " + Arrays.toString(shape));
            }
            if (tensor.type() == DType.I64) {
                throw new UserError(source + ": " + name + " is stored as I64; weights must be F64, F32, F16 or BF16");
            }
            ordered.put(name, tensor);
        });
        return new Weights(ordered);
    }

    private static void refuseNames(
            Map<String, long[]> layout, Collection<String> given, ModelConfig config, String source) {
        var missing = new ArrayList<>(layout.keySet());
        missing.removeAll(given);
        if (!missing.isEmpty()) {
            throw new UserError(source + " lacks " + some(missing) + " that config.json calls for");
        }
        List<String> unexpected = given.stream()
                .filter(name -> !layout.containsKey(name) && !ignored(name, config))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new UserError(source + " holds " + some(unexpected) + " that config.json does not call for");
        }
    }

    /** A copy of the tied head, and the rotary buffers of old Llama files: transformers passes over them too. */
    private static boolean ignored(String name, ModelConfig config) {
        return name.endsWith(".rotary_emb.inv_freq") || (name.equals(HEAD) && config.tied() && !config.scalar());
    }

    private static String some(List<String> names) {
        return names.size() == 1 ? names.getFirst() : names.size() + " tensors (" + names.getFirst() + ", ...)";
    }
}
