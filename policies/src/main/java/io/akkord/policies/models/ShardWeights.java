package io.akkord.policies.models;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A network's weights as shards hold them: cut, checked and put together again, to the byte. */
public final class ShardWeights {

    private ShardWeights() {}

    /** Name to shape of what a shard holds, in the one order. */
    public static Map<String, long[]> shapes(ModelConfig config, Shard shard) {
        Map<String, TensorSlice> layout = ShardLayout.of(config, shard);
        var shapes = new LinkedHashMap<String, long[]>();
        WeightLayout.of(config).forEach((name, whole) -> {
            TensorSlice slice = layout.get(name);
            if (slice != null) {
                long[] shape = whole.clone();
                shape[slice.dimension()] = slice.size();
                shapes.put(name, shape);
            }
        });
        return shapes;
    }

    /**
     * The tensors of {@code weights} in the one order, without what a network of this shape ignores.
     *
     * @throws io.akkord.algorithms.UserError where a tensor is missing, unexpected, of another shape or not floating
     */
    public static Weights check(ModelConfig config, Shard shard, Weights weights) {
        String source = shard.parallelism().shards() == 1
                ? "the given weights"
                : "what was given as slice " + shard.slice() + " of stage " + shard.stage();
        return WeightLayout.check(shapes(config, shard), config, weights, source);
    }

    /** What a shard holds of a whole network; rows share the whole's memory. */
    public static Weights cut(Weights whole, ModelConfig config, Shard shard) {
        var pieces = new LinkedHashMap<String, HostTensor>();
        ShardLayout.of(config, shard)
                .forEach((name, slice) ->
                        pieces.put(name, whole.get(name).slice(slice.dimension(), slice.from(), slice.to())));
        return new Weights(pieces);
    }

    /**
     * The whole network, in new memory.
     *
     * @param pieces what each rank of the cut holds, by rank; where several hold the same, the first counts
     */
    public static Weights join(ModelConfig config, Parallelism parallelism, int virtualStages, List<Weights> pieces) {
        List<Map<String, TensorSlice>> layouts = IntStream.range(0, parallelism.ranks())
                .mapToObj(rank -> ShardLayout.of(config, new Shard(parallelism, virtualStages, rank)))
                .toList();
        var joined = new LinkedHashMap<String, HostTensor>();
        WeightLayout.of(config).forEach((name, shape) -> joined.put(name, join(name, shape, layouts, pieces)));
        return new Weights(joined);
    }

    private static HostTensor join(
            String name, long[] shape, List<Map<String, TensorSlice>> layouts, List<Weights> pieces) {
        HostTensor whole = null;
        for (int rank = layouts.size() - 1; rank >= 0; rank--) {
            TensorSlice slice = layouts.get(rank).get(name);
            if (slice != null) {
                HostTensor piece = pieces.get(rank).get(name);
                whole = whole == null ? HostTensor.zeros(piece.type(), shape) : whole;
                whole.fill(piece, slice.dimension(), slice.from());
            }
        }
        return Objects.requireNonNull(whole, name);
    }
}
