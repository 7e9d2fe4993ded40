package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;

/**
 * Negative log-likelihood of the response tokens, the loss of supervised fine-tuning.
 *
 * <p>{@code L = -sum(weight * logprob)} over the sampled tokens, the end-of-sequence token included; prompts are context.
 *
 * @param rows the column that holds the responses
 * @param aggregation {@code token-mean} or {@code seq-mean-token-mean}; sums over responses need no constant here
 */
public record NextToken(Column<? extends Rows<? extends Row>> rows, Aggregation aggregation) implements Objective {

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        TaughtTokens.Counts counts = TaughtTokens.of(step, rows).counts();
        return batch -> derivative(batch, counts);
    }

    private Derivative derivative(MicroBatch batch, TaughtTokens.Counts step) {
        TaughtTokens taught = TaughtTokens.of(batch.columns(), rows);
        double[][] logprobs = batch.outputs().values();
        var slopes = new double[logprobs.length][];
        double loss = 0;
        for (int i = 0; i < logprobs.length; i++) {
            slopes[i] = new double[logprobs[i].length];
            for (int t = 0; t < logprobs[i].length; t++) {
                if (taught.mask()[i][t]) {
                    double weight = aggregation.weight(step, taught, i, 1);
                    loss -= weight * logprobs[i][t];
                    slopes[i][t] = -weight;
                }
            }
        }
        var metrics = new Metrics().add("sft/loss", loss, step.share(taught));
        return new Derivative(loss, slopes, 0, metrics);
    }
}
