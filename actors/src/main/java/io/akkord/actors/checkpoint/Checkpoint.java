package io.akkord.actors.checkpoint;

import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.PublishedNetwork.Piece;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Safetensors;
import io.akkord.policies.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The layout of a checkpoint on disk: {@code checkpoints/NNNN/}.
 *
 * <p>The policy lies at the top as a Hugging Face directory, so that any program can load the checkpoint itself; every
 * other trained network lies in a folder of its role's name. Beside each lies {@code optimizer.safetensors}, and {@code
 * state.json} says what the run had done. Where weights may be stale, {@code older/BOUNDARY/} holds in the same way the weights
 * of those earlier boundaries that are yet to write responses.
 *
 * @param path the checkpoint's folder
 */
public record Checkpoint(Path path) {

    static final String OPTIMIZER = "optimizer.safetensors";
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";

    /** Where a role's network lies. */
    public Path directory(Role role) {
        return role == Role.POLICY ? path : path.resolve(role.key());
    }

    /** Where the networks of an earlier boundary lie. */
    Checkpoint older(int boundary) {
        return new Checkpoint(path.resolve("older").resolve(Integer.toString(boundary)));
    }

    /** Whether the checkpoint holds a network of that role. */
    public boolean has(Role role) {
        return Files.isRegularFile(directory(role).resolve("config.json"));
    }

    public CheckpointState state() {
        return CheckpointState.read(path.resolve(CheckpointState.FILE));
    }

    /** Reads AdamW's moments of a network, where the checkpoint has them. */
    public Optional<OptimizerState> optimizer(Role role, long updates) {
        Path file = directory(role).resolve(OPTIMIZER);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Weights both = Safetensors.read(file);
        return Optional.of(new OptimizerState(updates, withPrefix(both, FIRST), withPrefix(both, SECOND)));
    }

    private static Weights withPrefix(Weights both, String prefix) {
        var picked = new LinkedHashMap<String, HostTensor>();
        both.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                picked.put(name.substring(prefix.length()), tensor);
            }
        });
        return new Weights(picked);
    }

    /** Writes one network with its moments. */
    void write(PublishedNetwork network, BulkPort port, Path tokenizer) {
        Path directory = directory(network.role());
        ModelDirectory.write(directory, network.config(), join(port, network, Piece::weights), tokenizer);
        if (network.hasMoments()) {
            var both = new LinkedHashMap<String, HostTensor>();
            join(port, network, piece -> Objects.requireNonNull(piece.first()))
                    .tensors()
                    .forEach((name, tensor) -> both.put(FIRST + name, tensor));
            join(port, network, piece -> Objects.requireNonNull(piece.second()))
                    .tensors()
                    .forEach((name, tensor) -> both.put(SECOND + name, tensor));
            Safetensors.write(directory.resolve(OPTIMIZER), new Weights(both), Map.of());
        }
    }

    /** The whole network, of whose copies the first is asked. */
    private static Weights join(BulkPort port, PublishedNetwork network, Function<Piece, ColumnRef> which) {
        Layout layout = network.layout();
        if (layout == null || layout.parallelism().ranks() == 1) {
            return pull(port, which.apply(network.pieces().getFirst()));
        }
        Parallelism cut = layout.parallelism();
        var pieces = new ArrayList<Weights>();
        for (int rank = 0; rank < cut.ranks(); rank++) {
            if (Shard.of(cut, rank).copy() == 0) {
                pieces.add(pull(port, which.apply(network.pieces().get(rank))));
            }
        }
        var copy = new Parallelism(1, cut.tensor(), cut.pipeline());
        return ShardWeights.join(network.config(), copy, 1, pieces);
    }

    private static Weights pull(BulkPort port, ColumnRef ref) {
        return port.weights(ref).toCompletableFuture().join();
    }

    /** Checks that a folder is a checkpoint of ours. */
    public static Checkpoint open(Path path) {
        if (!Files.isRegularFile(path.resolve(CheckpointState.FILE))) {
            throw new UserError(
                    path + " is not a checkpoint: it has no " + CheckpointState.FILE + "; was it moved or deleted?");
        }
        return new Checkpoint(path);
    }
}
