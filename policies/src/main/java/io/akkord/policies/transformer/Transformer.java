package io.akkord.policies.transformer;

import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/** A whole decoder's trunk, one native call a pass: from token ids to the normalised hidden states that a head reads. */
public final class Transformer {

    private final TrunkShard trunk;

    /** The trunk that {@code trunk} holds all of. */
    public Transformer(TrunkShard trunk) {
        if (trunk.shard().parallelism().shards() > 1) {
            throw new IllegalArgumentException("a cut network has no whole trunk");
        }
        this.trunk = trunk;
    }

    public ModelConfig config() {
        return trunk.config();
    }

    public Precision precision() {
        return trunk.precision();
    }

    /** The matrix that turns hidden states into logits or into the one number, {@code [vocabulary or 1, hidden]}. */
    public Tensor head() {
        return trunk.head();
    }

    /** Where the head stands among the parameters: last, or first where it is the embedding. */
    public int headIndex() {
        return trunk.headParameters().getFirst();
    }

    /**
     * An empty cache for rows that are to be decoded together; the caller closes it.
     *
     * @param promptLengths of the rows, the longest first
     * @param capacity columns, those of prompts and responses together
     */
    public KeyValueCache newCache(int[] promptLengths, int capacity) {
        return trunk.newCache(promptLengths, capacity);
    }

    /**
     * Hidden states, after the last norm, at the places where the rows are read.
     *
     * @return {@code [reads, hidden]}
     * @throws io.akkord.algorithms.UserError if a row is longer than the context
     */
    public Tensor hidden(Scope results, PackedRows rows) {
        return hidden(results, rows, List.of(), List.of());
    }

    /** The same, writing the keys and values of all positions into a cache whose rows are in packed order. */
    public Tensor prefill(Scope results, PackedRows rows, KeyValueCache cache) {
        Tensor hidden = hidden(results, rows, cache.keys(), cache.values());
        cache.filled(rows.longest());
        return hidden;
    }

    /**
     * One more token of each row of the cache.
     *
     * @param ids {@code [rows]}
     * @param positions of these tokens in their rows {@code [rows]}
     * @return hidden states {@code [rows, hidden]}
     */
    public Tensor decode(Scope results, Tensor ids, Tensor positions, KeyValueCache cache) {
        Tensor hidden = trunk.script()
                .call("decode")
                .with(ids)
                .with(positions)
                .with(trunk.parameters())
                .with(trunk.angles())
                .with(cache.keys())
                .with(cache.values())
                .with(cache.columns())
                .with(cache.gaps())
                .tensor(results);
        cache.filled(cache.columns() + 1);
        return hidden;
    }

    private Tensor hidden(Scope results, PackedRows rows, List<Tensor> keys, List<Tensor> values) {
        rows.requireFit(trunk.config());
        try (var inputs = new Scope()) {
            return trunk.script()
                    .call("trunk")
                    .with(rows.ids(inputs))
                    .with(rows.positions(inputs))
                    .with(rows.places(inputs))
                    .with(trunk.parameters())
                    .with(trunk.angles())
                    .with(rows.shared(inputs))
                    .with(rows.groupTokens())
                    .with(rows.groupLengths())
                    .with(keys)
                    .with(values)
                    .tensor(results);
        }
    }
}
