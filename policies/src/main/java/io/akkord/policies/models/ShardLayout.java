package io.akkord.policies.models;

import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.HeadSlice;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.TensorSlice;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which part of each tensor a shard holds, by its Hugging Face name, in the one order.
 *
 * <p>Query heads, columns of the SwiGLU and the vocabulary are cut evenly, {@code length * slice / slices} rounded down; key
 * and value heads go where the queries are that read them, to several slices if need be; norms and the scalar head are whole
 * in each slice. What {@code placement.reallocation} moves is the same.
 */
public final class ShardLayout {

    private ShardLayout() {}

    /** Name to slice of the whole network's tensor; a tensor that is held whole is the slice of all its rows. */
    public static Map<String, TensorSlice> of(ModelConfig config, Shard shard) {
        var layout = new LinkedHashMap<String, TensorSlice>();
        WeightLayout.of(config).forEach((name, shape) -> {
            if (holds(config, shard, name)) {
                layout.put(name, slice(config, shard, name, shape));
            }
        });
        return layout;
    }

    private static boolean holds(ModelConfig config, Shard shard, String name) {
        if (name.equals(WeightLayout.EMBEDDING)) {
            return shard.isFirst() || (shard.isLast() && config.tied() && !config.scalar());
        }
        if (!name.startsWith(WeightLayout.LAYERS)) {
            return shard.isLast();
        }
        int layer = WeightLayout.layer(name);
        for (int chunk = 0; chunk < shard.virtualStages(); chunk++) {
            if (shard.firstLayer(config.layers(), chunk) <= layer && layer < shard.endLayer(config.layers(), chunk)) {
                return true;
            }
        }
        return false;
    }

    private static TensorSlice slice(ModelConfig config, Shard shard, String name, long[] shape) {
        HeadSlice heads = HeadSlice.of(config, shard);
        long size = config.headSize();
        if (name.endsWith(".q_proj.weight") || name.endsWith(".o_proj.weight")) {
            int dimension = name.endsWith(".o_proj.weight") ? 1 : 0;
            return new TensorSlice(name, dimension, size * heads.from(), size * heads.to());
        }
        if (name.endsWith(".k_proj.weight") || name.endsWith(".v_proj.weight")) {
            return new TensorSlice(name, 0, size * heads.keyValueFrom(), size * heads.keyValueTo());
        }
        boolean whole = shape.length == 1 || name.equals(WeightLayout.SCORE);
        int dimension = name.endsWith(".down_proj.weight") ? 1 : 0;
        int length = Math.toIntExact(shape[dimension]);
        return whole
                ? new TensorSlice(name, 0, 0, shape[0])
                : new TensorSlice(name, dimension, shard.from(length), shard.to(length));
    }
}
