package io.akkord.policies.models;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.HeadSlice;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.TensorSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** Whether a network of this shape can be cut so. */
    public static boolean fits(ModelConfig config, Parallelism cut, int virtualStages) {
        return misfit(config, cut, virtualStages).isEmpty();
    }

    /**
     * Returns if a network of this shape can be cut so.
     *
     * @throws UserError saying what does not divide, and what nearest would
     */
    public static void requireFit(ModelConfig config, Parallelism cut, int virtualStages) {
        misfit(config, cut, virtualStages).ifPresent(sentence -> {
            throw new UserError(sentence);
        });
    }

    private static Optional<String> misfit(ModelConfig config, Parallelism cut, int virtualStages) {
        if (!hasSlices(config, cut.tensor())) {
            return Optional.of("layout " + cut + " does not cut a network of " + config.heads() + " query heads and "
                    + config.keyValueHeads() + " key and value heads into " + cut.tensor() + " slices; "
                    + nearest(config, cut.tensor()) + " would do");
        }
        int stages = config.layers() / virtualStages;
        int chunks = config.layers() / cut.pipeline();
        if (cut.pipeline() > stages) {
            return Optional.of("layout " + cut + " has " + cut.pipeline() + " stages of " + virtualStages
                    + (virtualStages == 1 ? " chunk" : " chunks") + " for a network of " + config.layers() + " layers; "
                    + (stages > 0
                            ? "at most " + stages + " stages would do"
                            : "at most " + chunks + " chunks would do"));
        }
        return virtualStages > 1 && cut.pipeline() == 1
                ? Optional.of("layout " + cut + " has one stage, which is not divided into " + virtualStages
                        + " chunks; 1 would do")
                : Optional.empty();
    }

    /** Heads are cut evenly; a slice reads whole key and value heads, or a part of the queries of one. */
    private static boolean hasSlices(ModelConfig config, int slices) {
        return Parallelism.divides(slices, config.heads(), config.keyValueHeads())
                && slices <= Math.min(config.vocabulary(), config.intermediate());
    }

    private static String nearest(ModelConfig config, int slices) {
        return Stream.of(
                        IntStream.range(1, slices)
                                .filter(n -> hasSlices(config, n))
                                .max(),
                        IntStream.rangeClosed(slices + 1, config.heads())
                                .filter(n -> hasSlices(config, n))
                                .min())
                .flatMapToInt(OptionalInt::stream)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" or "));
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
