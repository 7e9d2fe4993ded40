package io.akkord.policies.train;

import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import java.util.List;

/** One micro-batch through a network and back; what lies between, the loss, is the host's. */
sealed interface GradientPass extends AutoCloseable permits LanguageModelPass, ValueModelPass {

    /** Parameters that must require gradients while the network learns. */
    List<Tensor> taped();

    /** Runs forward, keeping what the way back needs; answers what the network yields, in packed order. */
    Forward forward(Scope scope, PackedRows rows, double temperature);

    @Override
    void close();

    /** A micro-batch that has gone forward. */
    interface Forward {

        /** What the network yields {@code [reads]}. */
        double[] outputs();

        /**
         * Goes back once, adding the gradient of {@code sum(slopes * outputs) + sum(entropyWeights * entropies)}.
         *
         * @param slopes {@code [reads]}
         * @param entropyWeights {@code [reads]}
         * @param into tensors in the layout of the parameters
         * @return the entropies {@code [reads]}, nats; empty for networks that have none
         */
        double[] backward(double[] slopes, double[] entropyWeights, List<Tensor> into);
    }
}
