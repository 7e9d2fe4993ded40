package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Generator;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.Transformer;
import io.akkord.policies.transformer.VocabularyHead;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** A network that ends in a distribution over the next token. */
public final class LanguageModel implements Network {

    private final Parameters parameters;
    private final Transformer transformer;
    private final VocabularyHead head;
    private final Generator generator;

    private LanguageModel(ModelConfig config, Parameters parameters) {
        this.parameters = parameters;
        this.transformer = new Transformer(config, parameters.tensors(), parameters.precision());
        this.head = new VocabularyHead();
        this.generator = new Generator(transformer);
    }

    /** Puts a language model on the calling device thread. */
    public static LanguageModel create(ModelConfig config, Weights weights, Precision precision) {
        if (config.scalar()) {
            throw new IllegalArgumentException("a scalar model is no language model");
        }
        return new LanguageModel(config, new Parameters(config, weights, precision));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Transformer transformer() {
        return transformer;
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
     * @param other a model of the same vocabulary on the same device
     * @param coefficient its share, in [0, 1]; see {@link io.akkord.algorithms.workflow.Mixture}
     * @return responses with their log-probs under the mixture
     * @throws IllegalArgumentException if the vocabularies differ
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
        return generator.generateWith(other.transformer, coefficient, requests, sampling, key, stop, batchRows, cancel);
    }

    /**
     * Log-probs of response tokens, nats, {@code [sequences][response tokens]}.
     *
     * @param temperature what the logits are divided by
     * @param microBatchRows most sequences in one pass
     */
    public TokenGrid logprobs(List<Sequence> sequences, double temperature, int microBatchRows, Cancellation cancel) {
        return TokenGrid.of(InferencePasses.walk(
                sequences,
                microBatchRows,
                cancel,
                PackedRows::beforeResponses,
                (scope, rows) -> head.logprobs(
                        scope, transformer.hidden(scope, rows), transformer.head(), rows.targets(scope), temperature)));
    }

    @Override
    public void close() {
        generator.close();
        head.close();
        transformer.close();
        parameters.close();
    }
}
