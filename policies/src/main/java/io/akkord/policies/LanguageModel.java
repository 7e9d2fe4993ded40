package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Generator;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.TrunkShard;
import io.akkord.policies.transformer.VocabularyHead;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** A network that ends in a distribution over the next token. */
public final class LanguageModel implements Network {

    private final Parameters parameters;
    private final TrunkShard trunk;
    private final Groups groups;
    private final VocabularyHead head;
    private final Generator generator;

    private LanguageModel(ModelConfig config, Shard shard, Groups groups, Parameters parameters) {
        this.parameters = parameters;
        this.groups = groups;
        this.trunk = new TrunkShard(config, shard, parameters.tensors(), parameters.precision());
        this.head = VocabularyHead.of(config, shard, groups);
        this.generator = new Generator(trunk, groups);
    }

    /** Puts a language model on the calling device thread. */
    public static LanguageModel create(ModelConfig config, Weights weights, Precision precision) {
        return create(config, Shard.WHOLE, Groups.ALONE, weights, precision);
    }

    /**
     * Puts a shard of one on the calling device thread.
     *
     * @param groups the ranks that hold the other shards
     * @param weights the shard's, see {@link io.akkord.policies.models.ShardWeights#cut}
     */
    public static LanguageModel create(
            ModelConfig config, Shard shard, Groups groups, Weights weights, Precision precision) {
        if (config.scalar()) {
            throw new IllegalArgumentException("a scalar model is no language model");
        }
        return new LanguageModel(config, shard, groups, new Parameters(config, shard, weights, precision));
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

    public VocabularyHead head() {
        return head;
    }

    /**
     * Samples one response a request, in the order of the requests.
     *
     * @param key with a request's prompt index and sample, all that the randomness depends on
     * @param stop asked after each token
     * @param batchRows most rows decoded together
     */
    public List<Completion> generate(
            List<Request> requests, Sampling sampling, RunKey key, StopRule stop, int batchRows, Cancellation cancel) {
        return generator.generate(requests, sampling, key, stop, batchRows, cancel);
    }

    /**
     * The same from {@code p ~ this^(1 - coefficient) * other^coefficient}, token by token; the two decode in lock step.
     *
     * @param other a model of the same vocabulary on the same device, cut alike among the same ranks
     * @param coefficient its share, in [0, 1]; see {@link io.akkord.algorithms.workflow.Mixture}
     * @return responses with their log-probs under the mixture
     * @throws IllegalArgumentException if the vocabularies or the cuts differ
     */
    public List<Completion> generateWith(
            LanguageModel other,
            double coefficient,
            List<Request> requests,
            Sampling sampling,
            RunKey key,
            StopRule stop,
            int batchRows,
            Cancellation cancel) {
        return generator.generateWith(other.trunk, coefficient, requests, sampling, key, stop, batchRows, cancel);
    }

    /**
     * Log-probs of response tokens, nats, {@code [sequences][response tokens]}.
     *
     * @param temperature what the logits are divided by
     * @param microBatchRows most sequences in one pass
     */
    public TokenGrid logprobs(List<Sequence> sequences, double temperature, int microBatchRows, Cancellation cancel) {
        return TokenGrid.of(InferencePasses.walk(
                this,
                sequences,
                microBatchRows,
                cancel,
                PackedRows::beforeResponses,
                (scope, rows, hidden) -> head.logprobs(scope, hidden, trunk.head(), rows.targets(scope), temperature)));
    }

    @Override
    public void close() {
        generator.close();
        head.close();
        trunk.close();
        parameters.close();
    }
}
