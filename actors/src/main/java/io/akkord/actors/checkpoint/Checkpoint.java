package io.akkord.actors.checkpoint;

import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Shard;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Safetensors;
import io.akkord.policies.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a checkpoint on disk: {@code checkpoints/NNNN/}.
 *
 * <p>The policy lies at the top as a Hugging Face directory, so that any program can load the checkpoint itself; every
 * other trained network lies in a folder of its role's name. Beside each lies {@code optimizer.safetensors}, and {@code
 * state.json} says what the run had done.
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
    void write(Shard shard, BulkPort port, Path tokenizer) {
        Path directory = directory(shard.role());
        Weights weights = join(port, shard.weights());
        ModelDirectory.write(directory, shard.config(), weights, tokenizer);
        if (shard.first() != null && shard.second() != null) {
            var both = new LinkedHashMap<String, HostTensor>();
            join(port, shard.first()).tensors().forEach((name, tensor) -> both.put(FIRST + name, tensor));
            join(port, shard.second()).tensors().forEach((name, tensor) -> both.put(SECOND + name, tensor));
            Safetensors.write(directory.resolve(OPTIMIZER), new Weights(both), Map.of());
        }
    }

    private static Weights join(BulkPort port, ColumnRef ref) {
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
