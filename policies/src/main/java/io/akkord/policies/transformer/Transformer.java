package io.akkord.policies.transformer;

import io.akkord.algorithms.UserError;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/** The decoder's trunk: from token ids to the normalised hidden states that a head reads. */
public final class Transformer implements AutoCloseable {

    private final ModelConfig config;
    private final Precision precision;
    private final List<Tensor> parameters;
    private final Scope scope = new Scope();
    private final Script script;
    private final Tensor angles;

    /**
     * A trunk on the calling device thread.
     *
     * @param parameters as {@link DecoderScript} lists them; they stay the caller's
     * @param precision of the parameters and of all that is computed
     */
    public Transformer(ModelConfig config, List<Tensor> parameters, Precision precision) {
        this.config = config;
        this.parameters = parameters;
        this.precision = precision;
        this.script = new Script(DecoderScript.of(config));
        this.angles = RotaryAngles.of(config, precision, scope);
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return precision;
    }

    /** The matrix that turns hidden states into logits or into the one number, {@code [vocabulary or 1, hidden]}. */
    public Tensor head() {
        return parameters.get(headIndex());
    }

    /** Where the head stands among the parameters: last, or first where it is the embedding. */
    public int headIndex() {
        return config.tied() && !config.scalar() ? 0 : parameters.size() - 1;
    }

    /**
     * An empty cache for rows that are to be decoded together; the caller closes it.
     *
     * @param promptLengths of the rows, the longest first
     * @param capacity columns, those of prompts and responses together
     */
    public KeyValueCache newCache(int[] promptLengths, int capacity) {
        return new KeyValueCache(script, config, precision, promptLengths, promptLengths[0], capacity);
    }

    /**
     * Hidden states, after the last norm, at the places where the rows are read.
     *
     * @return {@code [reads, hidden]}
     * @throws UserError if a row is longer than the context
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
        Tensor hidden = script.call("decode")
                .with(ids)
                .with(positions)
                .with(parameters)
                .with(angles)
                .with(cache.keys())
                .with(cache.values())
                .with(cache.columns())
                .with(cache.gaps())
                .tensor(results);
        cache.filled(cache.columns() + 1);
        return hidden;
    }

    private Tensor hidden(Scope results, PackedRows rows, List<Tensor> keys, List<Tensor> values) {
        if (rows.longest() > config.context()) {
            throw new UserError("a sequence of " + rows.longest() + " tokens does not fit the model's context of "
                    + config.context());
        }
        try (var inputs = new Scope()) {
            return script.call("trunk")
                    .with(rows.ids(inputs))
                    .with(rows.positions(inputs))
                    .with(rows.places(inputs))
                    .with(parameters)
                    .with(angles)
                    .with(rows.shared(inputs))
                    .with(rows.groupTokens())
                    .with(rows.groupLengths())
                    .with(keys)
                    .with(values)
                    .tensor(results);
        }
    }

    @Override
    public void close() {
        script.close();
        scope.close();
    }
}
