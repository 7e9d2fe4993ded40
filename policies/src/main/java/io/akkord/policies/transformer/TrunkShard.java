package io.akkord.policies.transformer;

import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a trunk that one rank holds, in the pieces between which ranks exchange arrays.
 *
 * <p>A piece whose name ends in {@code Part} answers this slice's summand: all slices of the stage together make the
 * piece's answer, which the caller adds to the residual stream where it belongs to a block. So whoever calls decides when
 * to reduce, and may record each piece on a tape of its own. Blocks are numbered as in the whole network.
 */
public final class TrunkShard implements AutoCloseable {

    private static final int BLOCK_TENSORS = 6;
    private static final int MLP_TENSOR = 3;

    /**
     * What a pass over some rows needs in every block.
     *
     * @param ids token ids {@code [n]}
     * @param turns rotary angles of the tokens that attention sees, as complex numbers
     * @param places which of the {@code n} tokens are read {@code [reads]}
     * @param shared how tokens that rows share are spread for attention and gathered behind it; empty if none are
     * @param groupTokens tokens of each group of equally long rows
     * @param groupLengths lengths of those rows
     */
    public record Inputs(
            Tensor ids, Tensor turns, Tensor places, List<Tensor> shared, long[] groupTokens, long[] groupLengths) {}

    private final ModelConfig config;
    private final Shard shard;
    private final List<Tensor> parameters;
    private final Precision precision;
    private final Scope scope = new Scope();
    private final Script script;
    private final Tensor angles;
    private final int[] layers;

    /**
     * A shard of a trunk on the calling device thread.
     *
     * @param parameters those of the shard, as {@link DecoderScript} lists them; they stay the caller's
     */
    public TrunkShard(ModelConfig config, Shard shard, List<Tensor> parameters, Precision precision) {
        this.config = config;
        this.shard = shard;
        this.parameters = parameters;
        this.precision = precision;
        this.script = new Script(DecoderScript.of(config, HeadSlice.of(config, shard)));
        this.angles = RotaryAngles.of(config, precision, scope);
        this.layers = IntStream.range(0, shard.virtualStages())
                .flatMap(chunk -> IntStream.range(
                        shard.firstLayer(config.layers(), chunk), shard.endLayer(config.layers(), chunk)))
                .toArray();
    }

    public ModelConfig config() {
        return config;
    }

    public Shard shard() {
        return shard;
    }

    public Precision precision() {
        return precision;
    }

    /**
     * What is the same in every block of a pass; the scope owns it.
     *
     * @throws io.akkord.algorithms.UserError if a row is longer than the context
     */
    public Inputs inputs(Scope pass, PackedRows rows) {
        rows.requireFit(config);
        List<Tensor> shared = rows.shared(pass);
        Tensor turns = turns(pass, rows.positions(pass), shared);
        return new Inputs(rows.ids(pass), turns, rows.places(pass), shared, rows.groupTokens(), rows.groupLengths());
    }

    /** Rotary angles of tokens at these positions, of which those in {@code shared} are spread. */
    Tensor turns(Scope pass, Tensor positions, List<Tensor> shared) {
        return script.call("spread").with(angles).with(positions).with(shared).tensor(pass);
    }

    /** Embeddings of the tokens in this slice of the vocabulary, zeros for the others, {@code [n, hidden]}. */
    public Tensor embedPart(Scope pass, Inputs inputs) {
        return embedPart(pass, inputs.ids());
    }

    /** The same for ids alone. */
    Tensor embedPart(Scope pass, Tensor ids) {
        return script.call("embed")
                .with(ids)
                .with(parameters.getFirst())
                .with(shard.from(config.vocabulary()))
                .tensor(pass);
    }

    /** What attention adds to {@code x}, {@code [n, hidden]}. */
    public Tensor attentionPart(Scope pass, Inputs inputs, int layer, Tensor x) {
        return attentionPart(pass, inputs, layer, x, List.of(), List.of());
    }

    /** The same, writing the keys and values of all positions into a cache whose rows are in packed order. */
    Tensor attentionPart(Scope pass, Inputs inputs, int layer, Tensor x, KeyValueCache cache) {
        int held = held(layer);
        return attentionPart(
                pass,
                inputs,
                layer,
                x,
                List.of(cache.keys().get(held)),
                List.of(cache.values().get(held)));
    }

    private Tensor attentionPart(
            Scope pass, Inputs inputs, int layer, Tensor x, List<Tensor> keys, List<Tensor> values) {
        return script.call("attention")
                .with(x)
                .with(block(layer))
                .with(0L)
                .with(inputs.turns())
                .with(inputs.shared())
                .with(inputs.groupTokens())
                .with(inputs.groupLengths())
                .with(keys)
                .with(values)
                .tensor(pass);
    }

    /** What attention adds to one more token of each row of the cache, {@code [rows, hidden]}. */
    Tensor recallPart(Scope pass, int layer, Tensor x, Tensor turns, KeyValueCache cache) {
        int held = held(layer);
        return script.call("recall")
                .with(x)
                .with(block(layer))
                .with(0L)
                .with(turns)
                .with(cache.keys().get(held))
                .with(cache.values().get(held))
                .with(cache.columns())
                .with(cache.gaps())
                .tensor(pass);
    }

    /** What the SwiGLU adds to {@code x}, in the shape of {@code x}. */
    public Tensor mlpPart(Scope pass, int layer, Tensor x) {
        return script.call("mlp").with(x).with(block(layer)).with(0L).tensor(pass);
    }

    /** The tokens that are read, {@code [reads, hidden]}; taken between the two halves of the network's last block. */
    public Tensor readPlaces(Scope pass, Inputs inputs, Tensor x) {
        return script.call("read").with(x).with(inputs.places()).tensor(pass);
    }

    /** The last norm, in the shape of {@code x}. */
    public Tensor norm(Scope pass, Tensor x) {
        return script.call("norm")
                .with(x)
                .with(parameters.get(normParameters().getFirst()))
                .tensor(pass);
    }

    /** Adds to the residual stream in place. */
    void add(Tensor x, Tensor part) {
        script.call("increase").with(x).with(part).effect();
    }

    /** The matrix that turns hidden states into logits or into the one number, {@code [this slice's tokens or 1, hidden]}. */
    public Tensor head() {
        return parameters.get(headParameters().getFirst());
    }

    /** Where among the parameters that is on which {@link #embedPart} depends. */
    public List<Integer> embedParameters() {
        require(shard.isFirst(), "embedding");
        return List.of(0);
    }

    /** Where those are on which {@link #attentionPart} depends. */
    public List<Integer> attentionParameters(int layer) {
        return range(offset(layer), MLP_TENSOR);
    }

    /** Where those are on which {@link #mlpPart} depends. */
    public List<Integer> mlpParameters(int layer) {
        return range(offset(layer) + MLP_TENSOR, BLOCK_TENSORS - MLP_TENSOR);
    }

    /** Where that is on which {@link #norm} depends. */
    public List<Integer> normParameters() {
        require(shard.isLast(), "last norm");
        return List.of(firstBlock() + BLOCK_TENSORS * layers.length);
    }

    /** Where the head is: last, or first where it is the embedding. */
    public List<Integer> headParameters() {
        require(shard.isLast(), "head");
        return List.of(headIsEmbedding() ? 0 : parameters.size() - 1);
    }

    /** An empty cache of this shard's keys and values, see {@link Transformer#newCache}. */
    KeyValueCache newCache(int[] promptLengths, int capacity) {
        int heads = HeadSlice.of(config, shard).keyValueHeads();
        return new KeyValueCache(script, layers.length, heads, config.headSize(), precision, promptLengths, capacity);
    }

    List<Tensor> parameters() {
        return parameters;
    }

    Script script() {
        return script;
    }

    Tensor angles() {
        return angles;
    }

    private List<Tensor> block(int layer) {
        int offset = offset(layer);
        return parameters.subList(offset, offset + BLOCK_TENSORS);
    }

    private int offset(int layer) {
        return firstBlock() + BLOCK_TENSORS * held(layer);
    }

    private int firstBlock() {
        return shard.isFirst() || (shard.isLast() && headIsEmbedding()) ? 1 : 0;
    }

    private boolean headIsEmbedding() {
        return config.tied() && !config.scalar();
    }

    /** Which of the blocks that this shard holds. */
    private int held(int layer) {
        for (int held = 0; held < layers.length; held++) {
            if (layers[held] == layer) {
                return held;
            }
        }
        throw new IllegalArgumentException("layer " + layer + " is not in stage " + shard.stage());
    }

    private void require(boolean held, String part) {
        if (!held) {
            throw new IllegalStateException("the " + part + " is not in stage " + shard.stage());
        }
    }

    private static List<Integer> range(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    @Override
    public void close() {
        script.close();
        scope.close();
    }
}
