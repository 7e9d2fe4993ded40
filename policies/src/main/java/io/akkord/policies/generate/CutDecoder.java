package io.akkord.policies.generate;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.SharedCancellation;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.CutTransformer;
import io.akkord.policies.transformer.KeyValueCache;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.TrunkShard;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * One rank's part of networks that are cut alike.
 *
 * <p>The slices of the last stage hand their logits to the first of them, which draws and tells all ranks of the copy. So
 * every rank keeps the same book of rows, and a decode step has one broadcast.
 */
final class CutDecoder implements Decoder {

    private final List<TrunkShard> trunks;
    private final List<CutTransformer> networks;
    private final double coefficient;
    private final Shard shard;
    private final Groups groups;
    private final Sampler sampler;
    private final List<KeyValueCache> caches;
    private Scope step = new Scope();

    /** On the last stage, of each network. */
    private List<Tensor> hidden = List.of();

    private long[] ids = {};

    CutDecoder(Blend blend, Groups groups, Sampler sampler, int[] lengths, int capacity) {
        this.trunks = blend.networks();
        this.networks =
                trunks.stream().map(trunk -> new CutTransformer(trunk, groups)).toList();
        this.coefficient = blend.coefficient();
        this.shard = trunks.getFirst().shard();
        this.groups = groups;
        this.sampler = sampler;
        this.caches = networks.stream()
                .map(network -> network.newCache(lengths, capacity))
                .toList();
        this.ids = new long[lengths.length];
    }

    @Override
    public void prefill(PackedRows prompts) {
        hidden = each((network, cache) -> network.prefill(step, prompts, cache));
    }

    /** What is broadcast is float64, {@code [1 + 2 * rows]}: whether the work is unwanted, ids, log-probs. */
    @Override
    public Drawn draw(double[] uniforms, Sampling sampling, Cancellation cancel) {
        int rows = ids.length;
        MemorySegment told = step.zeros(ElementType.FLOAT64, 1 + 2L * rows).memory();
        CancellationException reason = null;
        if (shard.isLast()) {
            List<Tensor> logits = gather();
            if (!logits.isEmpty()) {
                reason = SharedCancellation.reason(cancel);
                told.set(JAVA_DOUBLE, 0, reason == null ? 0 : 1);
                write(told, sampler.choose(step, logits, step.of(Precision.FLOAT64, uniforms), sampling));
            }
        }
        groups.copy().broadcast(told, ElementType.FLOAT64, shard.headRank());
        double[] drawn = told.toArray(JAVA_DOUBLE);
        if (drawn[0] != 0) {
            throw reason == null ? new CancellationException("cancelled by the rank that draws") : reason;
        }
        ids = Arrays.stream(drawn, 1, 1 + rows).mapToLong(id -> (long) id).toArray();
        return new Drawn(ids.clone(), Arrays.copyOfRange(drawn, 1 + rows, drawn.length));
    }

    /** The logits of all slices on the first of them, {@code [rows, tokens of the slice]} each; nothing on the others. */
    private List<Tensor> gather() {
        Tensor own = sampler.logits(
                step, hidden, trunks.stream().map(TrunkShard::head).toList(), coefficient);
        if (shard.slice() > 0) {
            groups.tensor().send(own.memory(), 0);
            return List.of();
        }
        int vocabulary = trunks.getFirst().config().vocabulary();
        var all = new ArrayList<>(List.of(own));
        for (int slice = 1; slice < groups.tensor().ranks(); slice++) {
            var other = new Shard(shard.parallelism(), shard.virtualStages(), shard.rank() + slice);
            Tensor logits = step.zeros(own.type(), ids.length, other.to(vocabulary) - other.from(vocabulary));
            groups.tensor().receive(logits.memory(), slice);
            all.add(logits);
        }
        return all;
    }

    private static void write(MemorySegment told, List<Tensor> drawn) {
        long[] ids = drawn.getFirst().memory().toArray(JAVA_LONG);
        for (int i = 0; i < ids.length; i++) {
            told.setAtIndex(JAVA_DOUBLE, 1L + i, ids[i]);
        }
        MemorySegment logprobs = drawn.getLast().memory();
        told.asSlice((1L + ids.length) * Double.BYTES).copyFrom(logprobs);
    }

    @Override
    public void compact(long[] kept) {
        caches.forEach(cache -> cache.compact(kept));
        long[] all = ids;
        ids = Arrays.stream(kept).map(i -> all[(int) i]).toArray();
    }

    @Override
    public void advance(long[] positions) {
        var next = new Scope();
        try (var done = step) {
            step = next;
            Tensor tokens = done.of(ids);
            Tensor places = done.of(positions);
            hidden = each((network, cache) -> network.decode(next, tokens, places, cache));
        }
    }

    private List<Tensor> each(BiFunction<CutTransformer, KeyValueCache, Optional<Tensor>> work) {
        return IntStream.range(0, caches.size())
                .mapToObj(i -> work.apply(networks.get(i), caches.get(i)))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        step.close();
        caches.forEach(KeyValueCache::close);
    }
}
