package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.preference.Logistic;
import java.util.List;

/**
 * Teaches a reward model to score the preferred response higher, Ouyang et al. 2022, eq. 1.
 *
 * <p>{@code L = mean(-log sigmoid(chosen - rejected - margin))} over the pairs, with the margin of each pair (Touvron et
 * al. 2023, eq. 2). Scores are free up to a constant; {@code centre * mean((chosen + rejected)^2)} holds them near 0
 * (Eisenstein et al. 2023, eq. 2).
 *
 * @param centre weight of the centring term; 0 for none, 0.01 is usual
 */
public record PairwiseRanking(double centre) implements Objective {

    public PairwiseRanking {
        if (!(centre >= 0)) {
            throw new IllegalArgumentException("centre must be at least 0, was " + centre);
        }
    }

    @Override
    public Output output() {
        return Output.SCORES;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        int pairs = step.get(Column.PAIRS).size();
        return batch -> derivative(batch, pairs);
    }

    private Derivative derivative(MicroBatch batch, int stepPairs) {
        List<PreferencePair> pairs = batch.columns().get(Column.PAIRS).items();
        double[][] scores = batch.outputs().values();
        var slopes = new double[scores.length][1];
        var metrics = new Metrics();
        double loss = 0;
        for (int i = 0; i < pairs.size(); i++) {
            double chosen = scores[2 * i][0];
            double rejected = scores[2 * i + 1][0];
            double lead = chosen - rejected - pairs.get(i).margin();
            double sum = chosen + rejected;
            double pairLoss = Logistic.softplus(-lead) + centre * sum * sum;

            loss += pairLoss / stepPairs;
            double pull = Logistic.sigmoid(-lead);
            slopes[2 * i][0] = (-pull + 2 * centre * sum) / stepPairs;
            slopes[2 * i + 1][0] = (pull + 2 * centre * sum) / stepPairs;

            metrics.add("reward_model/loss", pairLoss);
            metrics.add("reward_model/accuracy", chosen > rejected ? 1 : 0);
            metrics.add("reward_model/margin", chosen - rejected);
        }
        return new Derivative(loss, slopes, 0, metrics);
    }
}
