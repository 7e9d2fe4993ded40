package io.akkord.actors.node;

import io.akkord.actors.wire.ColumnRef;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Pulls that several workers of a node make alike: the first one does, and what comes is kept until the last one has it.
 *
 * <p>So what copies and slices on one node have in common crosses to it once, which is what the planner counts. The fetches
 * of workers that have died since are forgotten with the node's workers.
 */
final class SharedFetches {

    private record Key(ColumnRef ref, List<TensorSlice> slices) {}

    private static final class Arrival {

        private final CompletableFuture<Weights> weights;
        private int left;

        Arrival(CompletableFuture<Weights> weights, int sharers) {
            this.weights = weights;
            this.left = sharers;
        }
    }

    private final BulkPort port;
    private final Map<Key, Arrival> arrivals = new HashMap<>();

    SharedFetches(BulkPort port) {
        this.port = port;
    }

    /** Slices of weights that lie at {@code ref}, all of them where none is named. */
    CompletableFuture<Weights> take(ColumnRef ref, List<TensorSlice> slices, int sharers) {
        if (sharers == 1) {
            return pull(ref, slices);
        }
        var key = new Key(ref, slices);
        synchronized (arrivals) {
            Arrival arrival = arrivals.computeIfAbsent(key, _ -> new Arrival(pull(ref, slices), sharers));
            if (--arrival.left == 0) {
                arrivals.remove(key);
            }
            return arrival.weights;
        }
    }

    private CompletableFuture<Weights> pull(ColumnRef ref, List<TensorSlice> slices) {
        var pulled = slices.isEmpty() ? port.weights(ref) : port.weights(ref, slices);
        return pulled.toCompletableFuture();
    }

    /** Nobody will come for what is kept. */
    void forget() {
        synchronized (arrivals) {
            arrivals.clear();
        }
    }
}
