package io.akkord.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.BulkValue;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.State;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A node's door to its column store and to those of the others. Messages carry references; the port turns them into
 * values, by reference where they lie on this node and over the bulk lane where they do not.
 */
public final class BulkPort {

    private final ColumnStore store;
    private final ActorRef<BulkLane.Command> lane;
    private final ActorSystem<?> system;
    private final Duration deadline;

    /**
     * Opens the port.
     *
     * @param deadline how long one value may take to arrive
     */
    public BulkPort(ColumnStore store, ActorRef<BulkLane.Command> lane, ActorSystem<?> system, Duration deadline) {
        this.store = store;
        this.lane = lane;
        this.system = system;
        this.deadline = deadline;
    }

    /** Keeps a column on this node and says where. */
    public ColumnRef put(ColumnContent column) {
        return store.put(column, this);
    }

    /** Keeps the numbers of a network on this node and says where. */
    public ColumnRef put(Weights weights) {
        return store.put(weights, this);
    }

<<<<<<< HEAD
    /** Forgets values, on whichever node they lie; references to them are worth nothing from now on. */
    public void release(Collection<ColumnRef> refs) {
        if (!refs.isEmpty()) {
            lane.tell(new BulkLane.Forget(List.copyOf(refs)));
        }
    }

    /** Forgets whatever was kept through this port and has not been released: its run has ended. */
    void close() {
        store.releaseAll(this);
=======
    /** Forgets values, wherever they lie; references to them are worth nothing from now on. */
    public void release(Collection<ColumnRef> refs) {
        refs.forEach(store::release);
        List<ColumnRef> elsewhere =
                refs.stream().filter(ref -> !ref.node().equals(store.node())).toList();
        if (!elsewhere.isEmpty()) {
            lane.tell(new BulkLane.Release(elsewhere));
        }
>>>>>>> nodes
    }

    /** Fetches the columns of a call, carried values included. */
    public CompletionStage<Experience> pull(Map<String, ColumnRef> refs, Map<String, double[]> carried) {
        var waiting = new ArrayList<CompletableFuture<Experience>>();
        refs.forEach((name, ref) -> waiting.add(column(ref)
                .thenApply(data -> Experience.empty().with(name, data))
                .toCompletableFuture()));
        return CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Experience experience = Experience.empty();
                    for (var one : waiting) {
                        experience = experience.and(one.join());
                    }
                    for (var entry : carried.entrySet()) {
                        experience = experience.with(entry.getKey(), new State(entry.getValue()));
                    }
                    return experience;
                });
    }

    /** Fetches the numbers of a network. */
    public CompletionStage<Weights> weights(ColumnRef ref) {
        return weights(ref, List.of());
    }

    /** Fetches slices of the tensors that lie there, and no more, each as a tensor of that name; all where none is named. */
    public CompletionStage<Weights> weights(ColumnRef ref, List<TensorSlice> slices) {
        return pull(ref, slices).thenApply(value -> switch (value) {
            case BulkValue.OfWeights(Weights weights) -> weights;
            case BulkValue.OfColumn _, BulkValue.OfBytes _ -> throw new IllegalStateException(ref + " is no network");
        });
    }

    /** Fetches bytes. */
    public CompletionStage<byte[]> bytes(ColumnRef ref) {
        return pull(ref, List.of()).thenApply(value -> switch (value) {
            case BulkValue.OfBytes(byte[] bytes) -> bytes;
            case BulkValue.OfColumn _, BulkValue.OfWeights _ -> throw new IllegalStateException(ref + " is no file");
        });
    }

    /** Keeps bytes on this node and says where. */
    public ColumnRef put(byte[] bytes) {
        return store.put(bytes, this);
    }

    private CompletionStage<ColumnContent> column(ColumnRef ref) {
        return pull(ref, List.of()).thenApply(value -> switch (value) {
            case BulkValue.OfColumn(ColumnContent content) -> content;
            case BulkValue.OfWeights _, BulkValue.OfBytes _ -> throw new IllegalStateException(ref + " is no column");
        });
    }

    private CompletionStage<BulkValue> pull(ColumnRef ref, List<TensorSlice> slices) {
        return AskPattern.<BulkLane.Command, BulkLane.Outcome>ask(
                        lane, replyTo -> new BulkLane.Pull(ref, slices, replyTo), deadline, system.scheduler())
                .thenApply(outcome -> switch (outcome) {
                    case BulkLane.Pulled(ColumnRef pulled, BulkValue value) -> value;
                    case BulkLane.PullFailed(ColumnRef missing, String reason) ->
                        throw new IllegalStateException(reason);
                });
    }
}
