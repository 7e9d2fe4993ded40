package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.ScalarHead;
import io.akkord.policies.transformer.Transformer;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** A network that ends in one number: a critic's value of a state, or a reward model's score of a response. */
public final class ValueModel implements Network {

    private final Parameters parameters;
    private final Transformer transformer;
    private final ScalarHead head;

    private ValueModel(ModelConfig config, Parameters parameters) {
        this.parameters = parameters;
        this.transformer = new Transformer(config, parameters.tensors(), parameters.precision());
        this.head = new ScalarHead();
    }

    /** Puts a value model on the calling device thread. */
    public static ValueModel create(ModelConfig config, Weights weights, Precision precision) {
        if (!config.scalar()) {
            throw new IllegalArgumentException("a language model is no scalar model");
        }
        return new ValueModel(config, new Parameters(config, weights, precision));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Transformer transformer() {
        return transformer;
    }

    public ScalarHead head() {
        return head;
    }

    /** The value of the state before each response token, {@code [sequences][response tokens]}. */
    public TokenGrid values(List<Sequence> sequences, int microBatchRows, Cancellation cancel) {
        return TokenGrid.of(
                InferencePasses.walk(sequences, microBatchRows, cancel, PackedRows::beforeResponses, this::read));
    }

    /** The number at the last token of each sequence {@code [sequences]}. */
    public double[] scores(List<Sequence> sequences, int microBatchRows, Cancellation cancel) {
        double[][] scores = InferencePasses.walk(sequences, microBatchRows, cancel, PackedRows::lastTokens, this::read);
        var flat = new double[scores.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = scores[i][0];
        }
        return flat;
    }

    private Tensor read(Scope scope, PackedRows rows) {
        return head.numbers(scope, transformer.hidden(scope, rows), transformer.head());
    }

    @Override
    public void close() {
        head.close();
        transformer.close();
        parameters.close();
    }
}
