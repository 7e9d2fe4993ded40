package io.akkord.policies.generate;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.KeyValueCache;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.Transformer;
import io.akkord.policies.transformer.TrunkShard;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** One whole network, or two in lock step; a step is one native call for each trunk and one for the draw. */
final class WholeDecoder implements Decoder {

    private final List<Transformer> networks;
    private final List<Tensor> heads;
    private final double coefficient;
    private final Sampler sampler;
    private final List<KeyValueCache> caches;
    private Scope step = new Scope();
    private List<Tensor> hidden = List.of();
    private List<Tensor> drawn = List.of();

    WholeDecoder(Blend blend, Sampler sampler, int[] lengths, int capacity) {
        this.networks = blend.networks().stream().map(Transformer::new).toList();
        this.heads = blend.networks().stream().map(TrunkShard::head).toList();
        this.coefficient = blend.coefficient();
        this.sampler = sampler;
        this.caches = networks.stream()
                .map(network -> network.newCache(lengths, capacity))
                .toList();
    }

    @Override
    public void prefill(PackedRows prompts) {
        hidden = each((network, cache) -> network.prefill(step, prompts, cache));
    }

    @Override
    public Drawn draw(double[] uniforms, Sampling sampling, Cancellation cancel) {
        cancel.check();
        drawn = sampling.isGreedy()
                ? sampler.greedy(step, hidden, heads, coefficient)
                : sampler.sample(step, hidden, heads, coefficient, step.of(Precision.FLOAT64, uniforms), sampling);
        return new Drawn(
                drawn.getFirst().memory().toArray(JAVA_LONG), drawn.getLast().doubles());
    }

    @Override
    public void compact(long[] kept) {
        caches.forEach(cache -> cache.compact(kept));
        MemorySegment all = drawn.getFirst().memory();
        drawn = List.of(step.of(
                Arrays.stream(kept).map(i -> all.getAtIndex(JAVA_LONG, i)).toArray()));
    }

    @Override
    public void advance(long[] positions) {
        var next = new Scope();
        try (var done = step) {
            step = next;
            Tensor ids = drawn.getFirst();
            Tensor places = done.of(positions);
            hidden = each((network, cache) -> network.decode(next, ids, places, cache));
        }
    }

    private List<Tensor> each(BiFunction<Transformer, KeyValueCache, Tensor> work) {
        return IntStream.range(0, caches.size())
                .mapToObj(i -> work.apply(networks.get(i), caches.get(i)))
                .toList();
    }

    @Override
    public void close() {
        step.close();
        caches.forEach(KeyValueCache::close);
    }
}
