package io.akkord.policies.transformer;

import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.SharedCancellation;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One rank's part in passes through a network whose copies are cut.
 *
 * <p>All ranks of a copy make the same calls. The slices of a stage hold the same residual stream and sum what the halves
 * of a block add to it (Shoeybi et al. 2019, section 3); a stage hands it to the next one and turns to the next
 * micro-batch. Interleaved chunks take as many micro-batches at a time as there are stages, so that none waits for its own
 * answer.
 */
public final class CutTransformer {

    private final TrunkShard trunk;
    private final Groups groups;
    private final Shard shard;

    public CutTransformer(TrunkShard trunk, Groups groups) {
        this.trunk = trunk;
        this.groups = groups;
        this.shard = trunk.shard();
    }

    /** Hears of each micro-batch where the network ends. */
    public interface Arrival {

        /**
         * A micro-batch has come through.
         *
         * @param scope closed behind the call
         * @param hidden after the last norm {@code [reads, hidden]}
         */
        void arrived(Scope scope, int microBatch, Tensor hidden);
    }

    /** What attention adds in a block of one pass. */
    private interface Attention {
        Tensor part(Scope scope, int layer, Tensor x);
    }

    /**
     * Takes micro-batches through the network, one behind the other.
     *
     * @param arrival called on the slices of the last stage
     * @throws io.akkord.algorithms.UserError if a row is longer than the context
     */
    public void forward(List<PackedRows> microBatches, Cancellation cancel, Arrival arrival) {
        int together = shard.virtualStages() == 1 ? 1 : shard.parallelism().pipeline();
        for (int start = 0; start < microBatches.size(); start += together) {
            SharedCancellation.check(cancel, shard, groups);
            int end = Math.min(microBatches.size(), start + together);
            for (int chunk = 0; chunk < shard.virtualStages(); chunk++) {
                for (int i = start; i < end; i++) {
                    forward(microBatches.get(i), chunk, i, arrival);
                }
            }
        }
    }

    private void forward(PackedRows rows, int chunk, int microBatch, Arrival arrival) {
        try (var scope = new Scope()) {
            TrunkShard.Inputs inputs = trunk.inputs(scope, rows);
            chunk(
                            scope,
                            chunk,
                            inputs.ids(),
                            (pass, layer, x) -> trunk.attentionPart(pass, inputs, layer, x),
                            x -> trunk.readPlaces(scope, inputs, x))
                    .ifPresent(hidden -> arrival.arrived(scope, microBatch, hidden));
        }
    }

    /** An empty cache of this shard's keys and values, see {@link Transformer#newCache}. */
    public KeyValueCache newCache(int[] promptLengths, int capacity) {
        return trunk.newCache(promptLengths, capacity);
    }

    /**
     * Takes prompts in, writing keys and values into a cache whose rows are in packed order.
     *
     * @return hidden states {@code [rows, hidden]} on the last stage
     */
    public Optional<Tensor> prefill(Scope results, PackedRows rows, KeyValueCache cache) {
        try (var scope = new Scope()) {
            TrunkShard.Inputs inputs = trunk.inputs(scope, rows);
            Optional<Tensor> hidden = chunks(
                    scope,
                    inputs.ids(),
                    (pass, layer, x) -> trunk.attentionPart(pass, inputs, layer, x, cache),
                    x -> trunk.readPlaces(scope, inputs, x));
            cache.filled(rows.longest());
            return hidden.map(scope::keep).map(results::own);
        }
    }

    /**
     * One more token of each row of the cache, see {@link Transformer#decode}.
     *
     * @return hidden states {@code [rows, hidden]} on the last stage
     */
    public Optional<Tensor> decode(Scope results, Tensor ids, Tensor positions, KeyValueCache cache) {
        try (var scope = new Scope()) {
            Tensor turns = trunk.turns(scope, positions, List.of());
            Optional<Tensor> hidden = chunks(
                    scope,
                    ids,
                    (pass, layer, x) -> trunk.recallPart(pass, layer, x, turns, cache),
                    UnaryOperator.identity());
            cache.filled(cache.columns() + 1);
            return hidden.map(scope::keep).map(results::own);
        }
    }

    private Optional<Tensor> chunks(Scope scope, Tensor ids, Attention attention, UnaryOperator<Tensor> read) {
        Optional<Tensor> hidden = Optional.empty();
        for (int chunk = 0; chunk < shard.virtualStages(); chunk++) {
            hidden = chunk(scope, chunk, ids, attention, read);
        }
        return hidden;
    }

    /** Takes tokens through the blocks of one chunk; answers where the network ends. */
    private Optional<Tensor> chunk(
            Scope scope, int chunk, Tensor ids, Attention attention, UnaryOperator<Tensor> read) {
        int layers = trunk.config().layers();
        Tensor x = enter(scope, chunk, ids);
        for (int layer = shard.firstLayer(layers, chunk); layer < shard.endLayer(layers, chunk); layer++) {
            add(x, layer, attention);
            x = layer == layers - 1 ? read.apply(x) : x;
            add(x, layer, trunk::mlpPart);
        }
        if (shard.isLast() && chunk == shard.virtualStages() - 1) {
            return Optional.of(trunk.norm(scope, x));
        }
        groups.pipeline()
                .send(x.memory(), (shard.stage() + 1) % groups.pipeline().ranks());
        return Optional.empty();
    }

    /** The residual stream in front of a chunk: embedded, or what the stage before has sent. */
    private Tensor enter(Scope scope, int chunk, Tensor ids) {
        if (shard.isFirst() && chunk == 0) {
            Tensor x = trunk.embedPart(scope, ids);
            groups.tensor().allReduce(x.memory(), x.type());
            return x;
        }
        int stages = groups.pipeline().ranks();
        Tensor x = scope.zeros(
                trunk.precision().type(), ids.shape()[0], trunk.config().hidden());
        groups.pipeline().receive(x.memory(), (shard.stage() + stages - 1) % stages);
        return x;
    }

    private void add(Tensor x, int layer, Attention half) {
        try (var scope = new Scope()) {
            Tensor part = half.part(scope, layer, x);
            groups.tensor().allReduce(part.memory(), part.type());
            trunk.add(x, part);
        }
    }
}
