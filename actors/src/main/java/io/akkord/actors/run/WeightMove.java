package io.akkord.actors.run;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.reallocation.Parameter;
import io.akkord.placement.reallocation.Reallocation;
import io.akkord.placement.reallocation.Slice;
import io.akkord.placement.reallocation.Transfer;
import io.akkord.policies.models.ShardLayout;
import io.akkord.policies.models.WeightLayout;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.TensorSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A move of a network from one layout to another, in the words of Hugging Face's tensors: what each rank takes from whom. */
final class WeightMove {

    /**
     * What a rank takes from one of the layout before.
     *
     * @param slices of the whole network's tensors, at most one of each tensor
     * @param sharers ranks on the same node that take just this
     */
    record Take(int fromRank, List<TensorSlice> slices, int sharers) {}

    private record Part(int device, List<Slice> slices) {}

    private record Shared(int origin, int node, List<Slice> slices) {}

    private final Cluster cluster;
    private final ModelConfig config;
    private final Layout from;
    private final Layout target;
    private final List<Transfer> transfers;
    private final Map<Integer, Integer> fromRanks = new HashMap<>();
    private final Map<Part, Integer> origins = new HashMap<>();
    private final Map<Shared, Integer> sharers = new HashMap<>();

    WeightMove(Cluster cluster, ModelConfig config, Layout from, Layout target, int bytesPerNumber) {
        this.cluster = cluster;
        this.config = config;
        this.from = from;
        this.target = target;
        this.transfers = new Reallocation(cluster, NetworkShapes.of(config), bytesPerNumber).transfers(from, target);
        for (int rank = 0; rank < from.parallelism().ranks(); rank++) {
            fromRanks.put(from.mesh().device(rank), rank);
        }
        for (Transfer transfer : transfers) {
            int origin = origins.getOrDefault(new Part(transfer.sender(), transfer.slices()), transfer.sender());
            origins.put(new Part(transfer.receiver(), transfer.slices()), origin);
            sharers.merge(shared(transfer), 1, Integer::sum);
        }
    }

    /** From whom a part first came that a receiver passes on. */
    private int origin(Transfer transfer) {
        return origins.getOrDefault(new Part(transfer.receiver(), transfer.slices()), transfer.sender());
    }

    private Shared shared(Transfer transfer) {
        return new Shared(origin(transfer), cluster.nodeOf(transfer.receiver()), transfer.slices());
    }

    /** Everything that a rank of the new layout must hold: first what its device holds already, then what it lacks. */
    List<Take> takes(int rank) {
        int device = target.mesh().device(rank);
        var takes = new ArrayList<Take>();
        Integer before = fromRanks.get(device);
        if (before != null) {
            add(takes, before, kept(before, rank), 1);
        }
        for (Transfer transfer : transfers) {
            if (transfer.receiver() == device) {
                Shared shared = shared(transfer);
                boolean near = cluster.nodeOf(shared.origin()) == shared.node();
                add(
                        takes,
                        fromRanks.getOrDefault(shared.origin(), 0),
                        tensors(transfer.slices()),
                        near ? 1 : sharers.getOrDefault(shared, 1));
            }
        }
        return takes;
    }

    /** Slices of one tensor go in takes of their own, so that each is known by its name. */
    private static void add(List<Take> takes, int fromRank, List<TensorSlice> slices, int sharers) {
        var left = new ArrayList<>(slices);
        while (!left.isEmpty()) {
            var distinct = new LinkedHashMap<String, TensorSlice>();
            left.forEach(slice -> distinct.putIfAbsent(slice.tensor(), slice));
            takes.add(new Take(fromRank, List.copyOf(distinct.values()), sharers));
            left.removeAll(distinct.values());
        }
    }

    private List<TensorSlice> kept(int fromRank, int rank) {
        Map<String, TensorSlice> held = ShardLayout.of(config, Shard.of(from.parallelism(), fromRank));
        var kept = new ArrayList<TensorSlice>();
        ShardLayout.of(config, Shard.of(target.parallelism(), rank)).forEach((name, wanted) -> {
            TensorSlice mine = held.get(name);
            if (mine != null) {
                long start = Math.max(mine.from(), wanted.from());
                long end = Math.min(mine.to(), wanted.to());
                if (start < end) {
                    kept.add(new TensorSlice(name, wanted.dimension(), start, end));
                }
            }
        });
        return kept;
    }

    private List<TensorSlice> tensors(List<Slice> slices) {
        var tensors = new ArrayList<TensorSlice>();
        for (Slice slice : slices) {
            for (int layer = slice.fromLayer(); layer < slice.toLayer(); layer++) {
                tensors.add(tensor(slice, layer));
            }
        }
        return tensors;
    }

    private TensorSlice tensor(Slice slice, int layer) {
        int size = config.headSize();
        String block = "model.layers." + (layer - 1) + ".";
        return switch (slice.parameter()) {
            case EMBEDDING -> rows(WeightLayout.EMBEDDING, slice, 1);
            case QUERY -> rows(block + "self_attn.q_proj.weight", slice, size);
            case KEY -> rows(block + "self_attn.k_proj.weight", slice, size);
            case VALUE -> rows(block + "self_attn.v_proj.weight", slice, size);
            case OUTPUT -> columns(block + "self_attn.o_proj.weight", slice, size);
            case GATE -> rows(block + "mlp.gate_proj.weight", slice, 1);
            case UP -> rows(block + "mlp.up_proj.weight", slice, 1);
            case DOWN -> columns(block + "mlp.down_proj.weight", slice, 1);
            case ATTENTION_NORM -> whole(block + "input_layernorm.weight");
            case FEED_FORWARD_NORM -> whole(block + "post_attention_layernorm.weight");
            case FINAL_NORM -> whole(WeightLayout.NORM);
            case HEAD -> rows(WeightLayout.HEAD, slice, 1);
            case SCALAR_HEAD -> new TensorSlice(WeightLayout.SCORE, 0, 0, 1);
            case POSITIONS, OUTPUT_BIAS, DOWN_BIAS -> throw unknown(slice.parameter());
        };
    }

    private static IllegalStateException unknown(Parameter parameter) {
        return new IllegalStateException("a Llama has no " + parameter);
    }

    private static TensorSlice rows(String name, Slice slice, int unit) {
        return new TensorSlice(name, 0, (long) slice.from() * unit, (long) slice.to() * unit);
    }

    private static TensorSlice columns(String name, Slice slice, int unit) {
        return new TensorSlice(name, 1, (long) slice.from() * unit, (long) slice.to() * unit);
    }

    private TensorSlice whole(String norm) {
        return new TensorSlice(norm, 0, 0, config.hidden());
    }
}
