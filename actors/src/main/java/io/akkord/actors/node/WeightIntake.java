package io.akkord.actors.node;

import io.akkord.actors.node.PublishedNetwork.Piece;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Brings to a worker what it must hold: pulls the slices that its sources name, and puts them together. */
final class WeightIntake {

    private final Holding holding;
    private final SharedFetches fetches;

    WeightIntake(Holding holding, SharedFetches fetches) {
        this.holding = holding;
        this.fetches = fetches;
    }

    /** The weights of the worker's part. */
    CompletionStage<Weights> weights() {
        return gather(Piece::weights);
    }

    /** AdamW's moments of the worker's part, where it learns and they have been published. */
    CompletionStage<Optional<OptimizerState>> moments() {
        if (!holding.hasMoments()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return gather(piece -> Objects.requireNonNull(piece.first()))
                .thenCombine(
                        gather(piece -> Objects.requireNonNull(piece.second())),
                        (first, second) -> Optional.of(new OptimizerState(holding.version(), first, second)));
    }

    private CompletionStage<Weights> gather(Function<Piece, ColumnRef> which) {
        var arriving = new ArrayList<CompletableFuture<Weights>>();
        for (Fetch fetch : holding.sources()) {
            arriving.add(fetches.take(which.apply(fetch.from()), fetch.slices(), fetch.sharers()));
        }
        return CompletableFuture.allOf(arriving.toArray(CompletableFuture[]::new))
                .thenApply(_ ->
                        together(arriving.stream().map(CompletableFuture::join).toList()));
    }

    private Weights together(List<Weights> arrived) {
        if (holding.sources().getFirst().parts().isEmpty()) {
            return arrived.getFirst();
        }
        DType type = arrived.getFirst().tensors().values().iterator().next().type();
        Map<String, HostTensor> whole = empty(type);
        for (int i = 0; i < arrived.size(); i++) {
            for (Fetch.Part part : holding.sources().get(i).parts()) {
                String name = part.source().tensor();
                HostTensor tensor = Objects.requireNonNull(whole.get(name), name);
                tensor.fill(arrived.get(i).get(name), part.source().dimension(), part.to());
            }
        }
        return new Weights(whole);
    }

    private Map<String, HostTensor> empty(DType type) {
        var tensors = new LinkedHashMap<String, HostTensor>();
        ShardWeights.shapes(holding.config(), holding.seat().shard())
                .forEach((name, shape) -> tensors.put(name, HostTensor.zeros(type, shape)));
        return tensors;
    }
}
