package io.akkord.policies;

import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.Transformer;
import io.akkord.policies.weights.Weights;

/** A network on a device: made, used and closed on the device's thread. */
public sealed interface Network extends AutoCloseable permits LanguageModel, ValueModel {

    Parameters parameters();

    /** The trunk below the head. */
    Transformer transformer();

    default ModelConfig config() {
        return transformer().config();
    }

    /** A copy on the host, in the network's precision, under Hugging Face names, always in the same order. */
    default Weights weights() {
        return parameters().weights();
    }

    /**
     * Replaces every parameter; any floating-point type is converted.
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
