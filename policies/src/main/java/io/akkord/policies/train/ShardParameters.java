package io.akkord.policies.train;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.FlatLayout.Span;
import io.akkord.policies.transformer.HeadSlice;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.TrunkShard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a shard's parameters other ranks of its copy hold as well.
 *
 * <p>A block's norms are whole in every slice, and each slice finds its summand of their gradient; so do the slices that hold
 * the same key and value head. What stands behind the last sum, the last norm and the scalar head, has its whole gradient
 * in every slice: the first one's counts, so that no machine's rounding lets the slices drift apart. A tied embedding is
 * with the first stage and the last one, each with a summand.
 */
final class ShardParameters {

    private static final int NORM = 0;
    private static final int QUERY_KEY_VALUE = 1;

    private final TrunkShard trunk;
    private final List<Tensor> tensors;
    private final ModelConfig config;
    private final Shard shard;
    private final HeadSlice heads;

    /** The parameters {@code tensors} of a trunk and its head. */
    ShardParameters(TrunkShard trunk, List<Tensor> tensors) {
        this.trunk = trunk;
        this.tensors = tensors;
        this.config = trunk.config();
        this.shard = trunk.shard();
        this.heads = HeadSlice.of(config, shard);
    }

    /**
     * A stretch of numbers that slices add up.
     *
     * @param parameter whose it is
     * @param span within the parameter
     * @param at where it stands in what the slices exchange
     * @param counts whether this slice has a summand, and not just the sum to take
     */
    record Summand(int parameter, Span span, long at, boolean counts) {}

    /** All summands of a slice, and how many numbers the slices exchange, the same in each of them. */
    record Exchange(List<Summand> summands, long length) {}

    /** Parameters whose gradients are the copy's when the way back is done with them, in that order. */
    List<Integer> early() {
        List<Integer> order = backwardOrder();
        order.removeAll(late());
        return order;
    }

    /** The others, in the same order in every slice. */
    List<Integer> late() {
        Set<Integer> late = new LinkedHashSet<>();
        if (isTiedAcross()) {
            late.add(0);
        }
        if (cut().tensor() > 1) {
            late.addAll(behindLastSum());
            for (int layer : layers()) {
                late.add(trunk.mlpParameters(layer).get(NORM));
                late.add(trunk.attentionParameters(layer).get(NORM));
                if (sharesHeads()) {
                    late.add(trunk.attentionParameters(layer).get(QUERY_KEY_VALUE));
                }
            }
        }
        return List.copyOf(late);
    }

    /** What the slices of this stage add up once an update. */
    Exchange exchange() {
        var summands = new ArrayList<Summand>();
        long at = 0;
        for (int parameter : late()) {
            if (isQueryKeyValue(parameter)) {
                long whole = (long) config.keyValueHeads() * config.headSize() * config.hidden();
                long before = (long) heads.keyValueFrom() * config.headSize() * config.hidden();
                for (int i = 0; i < 2; i++) {
                    summands.add(new Summand(parameter, keyOrValue(i), at + before, true));
                    at += whole;
                }
            } else if (parameter != 0 || !isTiedAcross()) {
                long size = tensors.get(parameter).elements();
                boolean counts = shard.slice() == 0 || !behindLastSum().contains(parameter);
                summands.add(new Summand(parameter, new Span(0, size), at, counts));
                at += size;
            }
        }
        return new Exchange(summands, at);
    }

    /** Stretches of a parameter that no rank of this copy with a smaller number holds. */
    List<Span> counted(int parameter) {
        long size = tensors.get(parameter).elements();
        if (parameter == 0 && isTiedAcross()) {
            return shard.isFirst() ? List.of(new Span(0, size)) : List.of();
        }
        if (shard.slice() > 0 && cut().tensor() > 1) {
            boolean shared = late().contains(parameter);
            if (shared && isQueryKeyValue(parameter)) {
                boolean firstHolder = shard.slice() * config.keyValueHeads() % cut().tensor() == 0;
                return List.of(new Span(0, firstHolder ? size : keyOrValue(0).from()));
            }
            if (shared) {
                return List.of();
            }
        }
        return List.of(new Span(0, size));
    }

    /** Whether this shard holds an embedding that another stage holds as its head, or the other way round. */
    boolean isTiedAcross() {
        return cut().pipeline() > 1 && config.tied() && !config.scalar() && (shard.isFirst() || shard.isLast());
    }

    private boolean sharesHeads() {
        return cut().tensor() > config.keyValueHeads();
    }

    private boolean isQueryKeyValue(int parameter) {
        return layers().stream()
                .anyMatch(layer -> trunk.attentionParameters(layer).get(QUERY_KEY_VALUE) == parameter);
    }

    /** Where the rows of the keys (0) or values (1) stand among those of queries, keys and values. */
    private Span keyOrValue(int which) {
        long head = (long) config.headSize() * config.hidden();
        long held = heads.keyValueTo() - heads.keyValueFrom();
        long from = (heads.to() - heads.from() + which * held) * head;
        return new Span(from, from + held * head);
    }

    /** The last norm, and the scalar head: they are not cut. */
    private List<Integer> behindLastSum() {
        var parameters = new ArrayList<Integer>();
        if (shard.isLast()) {
            if (config.scalar()) {
                parameters.addAll(trunk.headParameters());
            }
            parameters.addAll(trunk.normParameters());
        }
        return parameters;
    }

    private List<Integer> backwardOrder() {
        var order = new LinkedHashSet<Integer>();
        if (shard.isLast() && !(config.tied() && !config.scalar())) {
            order.addAll(trunk.headParameters());
        }
        if (shard.isLast()) {
            order.addAll(trunk.normParameters());
        }
        for (int layer : layers().reversed()) {
            order.addAll(trunk.mlpParameters(layer));
            order.addAll(trunk.attentionParameters(layer));
        }
        if (shard.isFirst()) {
            order.addAll(trunk.embedParameters());
        } else if (shard.isLast()) {
            order.addAll(trunk.headParameters());
        }
        return new ArrayList<>(order);
    }

    /** The blocks of this stage. */
    private List<Integer> layers() {
        var layers = new ArrayList<Integer>();
        for (int chunk = 0; chunk < shard.virtualStages(); chunk++) {
            for (int layer = shard.firstLayer(config.layers(), chunk);
                    layer < shard.endLayer(config.layers(), chunk);
                    layer++) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private Parallelism cut() {
        return shard.parallelism();
    }
}
