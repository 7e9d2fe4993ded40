package io.akkord.policies;

import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.Transformer;
import io.akkord.policies.transformer.TrunkShard;
import io.akkord.policies.weights.Weights;

/**
 * A network on a device, or one shard of it: made, used and closed on the device's thread.
 *
 * <p>All ranks of a copy make the same calls with the same rows, and all get the same answers.
 */
public sealed interface Network extends AutoCloseable permits LanguageModel, ValueModel {

    Parameters parameters();

    /** The blocks that are held here. */
    TrunkShard trunk();

    /** The ranks that hold the rest. */
    Groups groups();

    /**
     * The trunk below the head, of a network whose copies are whole.
     *
     * @throws IllegalArgumentException if they are cut
     */
    default Transformer transformer() {
        return new Transformer(trunk());
    }

    default ModelConfig config() {
        return trunk().config();
    }

    /** Which part of the network this is. */
    default Shard shard() {
        return trunk().shard();
    }

    /** A copy of this shard on the host, in the network's precision, under Hugging Face names, always in the same order. */
    default Weights weights() {
        return parameters().weights();
    }

    /**
     * Replaces every parameter of this shard; any floating-point type is converted.
     *
     * @throws io.akkord.algorithms.UserError naming the tensor if a name or shape differs
     */
    default void load(Weights weights) {
        parameters().load(weights);
    }

    /** Frees the device's memory. */
    @Override
    void close();
}
