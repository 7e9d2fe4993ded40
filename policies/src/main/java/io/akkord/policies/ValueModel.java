package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.ScalarHead;
import io.akkord.policies.transformer.TrunkShard;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** A network that ends in one number: a critic's value of a state, or a reward model's score of a response. */
public final class ValueModel implements Network {

    private final Parameters parameters;
    private final TrunkShard trunk;
    private final Groups groups;
    private final ScalarHead head;

    private ValueModel(ModelConfig config, Shard shard, Groups groups, Parameters parameters) {
        this.parameters = parameters;
        this.groups = groups;
        this.trunk = new TrunkShard(config, shard, parameters.tensors(), parameters.precision());
        this.head = new ScalarHead();
    }

    /** Puts a value model on the calling device thread. */
    public static ValueModel create(ModelConfig config, Weights weights, Precision precision) {
        return create(config, Shard.WHOLE, Groups.ALONE, weights, precision);
    }

    /**
     * Puts a shard of one on the calling device thread.
     *
     * @param groups the ranks that hold the other shards
     * @param weights the shard's, see {@link io.akkord.policies.models.ShardWeights#cut}
     */
    public static ValueModel create(
            ModelConfig config, Shard shard, Groups groups, Weights weights, Precision precision) {
        if (!config.scalar()) {
            throw new IllegalArgumentException("a language model is no scalar model");
        }
        return new ValueModel(config, shard, groups, new Parameters(config, shard, weights, precision));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public TrunkShard trunk() {
        return trunk;
    }

    @Override
    public Groups groups() {
        return groups;
    }

    public ScalarHead head() {
        return head;
    }

    /** The value of the state before each response token, {@code [sequences][response tokens]}. */
    public TokenGrid values(List<Sequence> sequences, int microBatchRows, Cancellation cancel) {
        return TokenGrid.of(
                InferencePasses.walk(this, sequences, microBatchRows, cancel, PackedRows::beforeResponses, this::read));
    }

    /** The number at the last token of each sequence {@code [sequences]}. */
    public double[] scores(List<Sequence> sequences, int microBatchRows, Cancellation cancel) {
        double[][] scores =
                InferencePasses.walk(this, sequences, microBatchRows, cancel, PackedRows::lastTokens, this::read);
        var flat = new double[scores.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = scores[i][0];
        }
        return flat;
    }

    private Tensor read(Scope scope, PackedRows rows, Tensor hidden) {
        return head.numbers(scope, hidden, trunk.head());
    }

    @Override
    public void close() {
        head.close();
        trunk.close();
        parameters.close();
    }
}
