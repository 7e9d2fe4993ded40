package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.algorithms.preference.LabelledLoss.Cost;
import java.util.Arrays;
import java.util.List;

/**
 * Teaches a policy from verdicts on single responses, Ethayarajh et al. 2024, "KTO".
 *
 * <p>{@code L = mean over responses(cost)}, desirable or not; an empty response has nothing to learn and is in no mean.
 *
 * @param loss what a response costs
 * @param baseline the column of the baseline, nats, the same number for each row; 0 where no step yields it
 */
public record LabelledPreference(LabelledLoss loss, Column<Scores> baseline) implements Objective {

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        long responses = step.get(Column.LABELLED).sequences().stream()
                .filter(sequence -> sequence.sampledTokens() > 0)
                .count();
        return batch -> derivative(batch, responses);
    }

    private Derivative derivative(MicroBatch batch, long stepResponses) {
        List<LabelledResponse> rows = batch.columns().get(Column.LABELLED).items();
        double[][] references = batch.columns().get(Column.REFERENCE_LOGPROBS).values();
        double[] baselines =
                batch.columns().has(baseline) ? batch.columns().get(baseline).values() : new double[rows.size()];
        double[][] logprobs = batch.outputs().values();
        var slopes = Arrays.stream(logprobs).map(row -> new double[row.length]).toArray(double[][]::new);
        var metrics = new Metrics();
        double total = 0;
        int taught = 0;
        for (int i = 0; i < rows.size(); i++) {
            Sequence sequence = rows.get(i).sequences().getFirst();
            boolean desirable = rows.get(i).desirable();
            SequenceRatio ratio = SequenceRatio.of(sequence, logprobs[i], references[i], false);
            if (ratio.tokens() == 0) {
                continue;
            }
            taught++;
            Cost cost = loss.cost(ratio.value(), desirable, baselines[i]);
            total += cost.loss() / stepResponses;
            ratio.spread(cost.slope() / stepResponses, sequence.sampled(), slopes[i]);
            metrics.add(desirable ? "rewards/chosen" : "rewards/rejected", loss.beta() * ratio.value());
            metrics.add("preference/baseline", baselines[i]);
        }
        metrics.add("preference/loss", total, stepResponses == 0 ? 0 : (double) taught / stepResponses);
        return new Derivative(total, slopes, 0, metrics);
    }
}
