package io.akkord.policies.train;

import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.TrunkShard;
import io.akkord.policies.transformer.TrunkShard.Inputs;
import java.util.ArrayList;
import java.util.List;

/**
 * What a slice computes between two exchanges with the others.
 *
 * @param kind how its result goes on
 * @param parameters on which it depends
 * @param computation from what went before
 */
record Piece(Kind kind, List<Integer> parameters, Computation computation) {

    /** How the result of a piece goes on. */
    enum Kind {
        /** The slices' results are added up. */
        EMBEDDING,
        /** The slices' results are added up, and then to what went in. */
        HALF_BLOCK,
        /** Every slice has the same result. */
        REPEATED
    }

    /** Hidden states from hidden states. */
    interface Computation {
        Tensor of(Scope scope, Inputs inputs, Tensor x);
    }

    /** The pieces of one of a shard's chunks, one after the other. */
    static List<Piece> of(TrunkShard trunk, int chunk) {
        Shard shard = trunk.shard();
        int layers = trunk.config().layers();
        int end = shard.endLayer(layers, chunk);
        var pieces = new ArrayList<Piece>();
        if (shard.isFirst() && chunk == 0) {
            pieces.add(new Piece(
                    Kind.EMBEDDING, trunk.embedParameters(), (scope, inputs, _) -> trunk.embedPart(scope, inputs)));
        }
        for (int i = shard.firstLayer(layers, chunk); i < end; i++) {
            int layer = i;
            pieces.add(new Piece(
                    Kind.HALF_BLOCK,
                    trunk.attentionParameters(layer),
                    (scope, inputs, x) -> trunk.attentionPart(scope, inputs, layer, x)));
            if (layer == layers - 1) {
                pieces.add(new Piece(Kind.REPEATED, List.of(), trunk::readPlaces));
            }
            pieces.add(new Piece(
                    Kind.HALF_BLOCK, trunk.mlpParameters(layer), (scope, _, x) -> trunk.mlpPart(scope, layer, x)));
        }
        if (end == layers) {
            pieces.add(new Piece(Kind.REPEATED, trunk.normParameters(), (scope, _, x) -> trunk.norm(scope, x)));
        }
        return pieces;
    }
}
