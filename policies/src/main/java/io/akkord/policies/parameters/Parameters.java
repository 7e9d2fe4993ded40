package io.akkord.policies.parameters;

import io.akkord.policies.models.ShardLayout;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** All parameters of one network, or of one shard of it, on the device thread that made them. */
public final class Parameters implements AutoCloseable {

    private final Precision precision;
    private final ParameterLayout layout;
    private final Scope scope = new Scope();
    private final List<Tensor> tensors;

    /**
     * Copies weights to the calling device thread.
     *
     * @param weights the shard's, as {@link io.akkord.policies.models.ShardWeights#cut} answers them
     * @throws io.akkord.algorithms.UserError if the network cannot be cut so, or naming the tensor if one is missing,
     *     unexpected or of another shape
     */
    public Parameters(ModelConfig config, Shard shard, Weights weights, Precision precision) {
        ShardLayout.requireFit(config, shard.parallelism(), shard.virtualStages());
        this.precision = precision;
        this.layout = new ParameterLayout(config, shard);
        this.tensors = layout.allocate(scope, precision);
        try {
            layout.copyIn(weights, tensors);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    public Precision precision() {
        return precision;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** The device tensors, in the order of the layout. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** How many numbers there are. */
    public long count() {
        return tensors.stream().mapToLong(Tensor::elements).sum();
    }

    /** A copy on the host, in the network's precision. */
    public Weights weights() {
        return layout.copyOut(tensors);
    }

    /** Replaces every parameter; fails as the constructor does, and then changes none. */
    public void load(Weights weights) {
        layout.copyIn(weights, tensors);
    }

    @Override
    public void close() {
        scope.close();
    }
}
