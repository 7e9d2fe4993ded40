package io.akkord.policies.generate;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.KeyValueCache;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.Transformer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Rows that are decoded together, the longest prompt first.
 *
 * <p>A row that has ended is decoded on and ignored until enough have ended that copying the cache without them pays.
 */
final class DecodingBatch implements AutoCloseable {

    /** Rows are dropped once one in this many has ended; the copy costs about a tenth of what a step saves. */
    private static final int COMPACT_AT = 8;

    private final Blend blend;
    private final Sampler sampler;
    private final Sampling sampling;
    private final RunKey key;
    private final StopRule stop;
    private final List<OpenResponse> responses = new ArrayList<>();

    /** One for each network of the blend. */
    private final List<KeyValueCache> caches = new ArrayList<>();

    /** The responses that the rows of the caches write, in the caches' order. */
    private List<OpenResponse> rows;

    DecodingBatch(Blend blend, Sampler sampler, List<Request> requests, Sampling sampling, RunKey key, StopRule stop) {
        this.blend = blend;
        this.sampler = sampler;
        this.sampling = sampling;
        this.key = key;
        this.stop = stop;
        requests.forEach(request -> responses.add(new OpenResponse(request)));
        this.rows = List.copyOf(responses);
        int[] lengths =
                requests.stream().mapToInt(request -> request.prompt().length).toArray();
        int longest = lengths[0];
        int shortest = lengths[lengths.length - 1];
        int capacity = longest + Math.min(sampling.maxTokens(), blend.context() - shortest);
        for (Transformer network : blend.networks()) {
            caches.add(network.newCache(lengths, capacity));
        }
    }

    /** Decodes until every response has ended; answers in the order of the requests. */
    List<Completion> run(Cancellation cancel) {
        var scope = new Scope();
        try {
            List<Tensor> hidden = prefill(scope);
            for (int position = 0; ; position++) {
                cancel.check();
                Tensor ids = sample(scope, hidden, position);
                ids = compact(scope, ids);
                if (rows.isEmpty()) {
                    return responses.stream().map(OpenResponse::completion).toList();
                }
                var next = new Scope();
                try (var done = scope) {
                    scope = next;
                    hidden = decode(next, ids, positions(done, position));
                }
            }
        } finally {
            scope.close();
        }
    }

    private List<Tensor> prefill(Scope scope) {
        var prompts = new ArrayList<Sequence>();
        rows.forEach(row -> prompts.add(Sequence.of(row.request().prompt(), new int[0])));
        PackedRows packed = PackedRows.prompts(prompts);
        return each((network, cache) -> network.prefill(scope, packed, cache));
    }

    private List<Tensor> decode(Scope scope, Tensor ids, Tensor positions) {
        return each((network, cache) -> network.decode(scope, ids, positions, cache));
    }

    private List<Tensor> each(BiFunction<Transformer, KeyValueCache, Tensor> work) {
        return IntStream.range(0, caches.size())
                .mapToObj(i -> work.apply(blend.networks().get(i), caches.get(i)))
                .toList();
    }

    private List<Tensor> draw(Scope scope, List<Tensor> hidden, int position) {
        List<Tensor> heads = blend.networks().stream().map(Transformer::head).toList();
        return sampling.isGreedy()
                ? sampler.greedy(scope, hidden, heads, blend.coefficient())
                : sampler.sample(scope, hidden, heads, blend.coefficient(), uniforms(scope, position), sampling);
    }

    private Tensor sample(Scope scope, List<Tensor> hidden, int position) {
        List<Tensor> drawn = draw(scope, hidden, position);
        MemorySegment ids = drawn.get(0).memory();
        MemorySegment logprobs = drawn.get(1).memory();
        for (int i = 0; i < rows.size(); i++) {
            OpenResponse row = rows.get(i);
            if (row.isOpen()) {
                int token = (int) ids.getAtIndex(JAVA_LONG, i);
                int most = Math.min(
                        sampling.maxTokens(), blend.context() - row.request().prompt().length);
                row.append(token, number(logprobs.getAtIndex(JAVA_DOUBLE, i)), most, blend.ends(token), stop);
            }
        }
        return drawn.get(0);
    }

    private static double number(double logprob) {
        if (Double.isNaN(logprob)) {
            throw new UserError("the model gives its next token no probability but NaN:"
                    + " its weights have diverged, or its files hold NaN or infinity");
        }
        return logprob;
    }

    private Tensor uniforms(Scope scope, int position) {
        return scope.of(
                Precision.FLOAT64,
                rows.stream()
                        .map(OpenResponse::request)
                        .mapToDouble(row -> Philox.uniform(key, row.promptIndex(), row.sample(), position))
                        .toArray());
    }

    /** Positions of the tokens that were just sampled; a row that has ended stays inside the context. */
    private Tensor positions(Scope scope, int position) {
        long last = blend.context() - 1L;
        return scope.of(rows.stream()
                .mapToLong(row -> Math.min(last, row.request().prompt().length + position))
                .toArray());
    }

    /** Drops ended rows where that pays; answers the ids of the rows that stay. */
    private Tensor compact(Scope scope, Tensor ids) {
        long[] open = LongStream.range(0, rows.size())
                .filter(i -> rows.get((int) i).isOpen())
                .toArray();
        int ended = rows.size() - open.length;
        if (open.length > 0 && ended * COMPACT_AT < rows.size()) {
            return ids;
        }
        MemorySegment all = ids.memory();
        rows = LongStream.of(open).mapToObj(i -> rows.get((int) i)).toList();
        if (!rows.isEmpty()) {
            caches.forEach(cache -> cache.compact(open));
        }
        return scope.of(
                LongStream.of(open).map(i -> all.getAtIndex(JAVA_LONG, i)).toArray());
    }

    @Override
    public void close() {
        caches.forEach(KeyValueCache::close);
    }
}
