package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.List;

/**
 * A preference loss that also drives the policy away from what the reference says, so that it explores.
 *
 * <p>{@code L = pairs' loss + alpha * mean over pairs(log prob of the reference's response)}, Xie et al. 2024,
 * "Exploratory preference optimization", algorithm 1. Pairs whose responses are the same tokens count in neither mean.
 *
 * @param pairs what the preferences cost
 * @param alpha weight of the optimism, 1e-5 is TRL's; 0 for none
 */
public record OptimisticPreference(PairPreference pairs, double alpha) implements Objective {

    /** Which side of each pair the reference wrote: 0 for the chosen response, 1 for the rejected one. */
    public static final Column<Scores> REFERENCE_SIDE = Column.scores("reference-side");

    public OptimisticPreference {
        if (!(alpha >= 0)) {
            throw new IllegalArgumentException("alpha must be at least 0, was " + alpha);
        }
    }

    @Override
    public Output output() {
        return pairs.output();
    }

    @Override
    public boolean needsDetachedPass() {
        return pairs.needsDetachedPass();
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        Local preference = pairs.prepare(step, detached);
        long taught = step.get(Column.PAIRS).items().stream()
                .filter(pair -> !pair.isTie())
                .count();
        return batch -> optimistic(batch, preference.at(batch), taught);
    }

    private Derivative optimistic(MicroBatch batch, Derivative preference, long stepPairs) {
        List<PreferencePair> rows = batch.columns().get(Column.PAIRS).items();
        double[] sides = batch.columns().get(REFERENCE_SIDE).values();
        double[][] logprobs = batch.outputs().values();
        double optimism = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isTie()) {
                continue;
            }
            int side = (int) sides[i];
            Sequence written = rows.get(i).sequences().get(side);
            SequenceRatio ratio = SequenceRatio.of(written, logprobs[2 * i + side], new double[0], false);
            optimism += ratio.value();
            ratio.spread(alpha / stepPairs, written.sampled(), preference.slopes()[2 * i + side]);
            preference.metrics().add("preference/reference_logprob", ratio.value());
        }
        double loss = stepPairs == 0 ? 0 : alpha * optimism / stepPairs;
        return new Derivative(
                preference.loss() + loss, preference.slopes(), preference.entropyWeight(), preference.metrics());
    }
}
