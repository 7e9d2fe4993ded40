package io.akkord.actors.run;

import java.util.Arrays;

/**
 * How good fresh responses to the evaluation prompts are, by the raw task score: no KL, no clip, no normalisation.
 *
 * @param when {@code before} the first update of a stage or {@code after} its last
 * @param responses how many were scored
 * @param mean of the scores
 * @param sd unbiased standard deviation of the scores
 * @param perplexity of the responses under the reference policy, per token; NaN where the workflow asks no reference
 * @param kl nats a response has diverged from the reference, by the k1 estimate; NaN likewise
 * @param gold the gold score of each response, in the order of the prompts; empty without a gold reward
 */
public record Evaluation(
        String when, int responses, double mean, double sd, double perplexity, double kl, double[] gold) {

    /** Mean gold score, NaN without a gold reward. */
    public double goldMean() {
        return Arrays.stream(gold)
                .filter(score -> !Double.isNaN(score))
                .average()
                .orElse(Double.NaN);
    }

    /** Share of prompts at which these responses beat {@code other}'s by the gold score; a tie counts half. */
    public double goldWinRate(Evaluation other) {
        double wins = 0;
        int compared = 0;
        for (int row = 0; row < Math.min(gold.length, other.gold.length); row++) {
            if (!Double.isNaN(gold[row]) && !Double.isNaN(other.gold[row])) {
                wins += gold[row] > other.gold[row] ? 1 : gold[row] == other.gold[row] ? 0.5 : 0;
                compared++;
            }
        }
        return compared == 0 ? Double.NaN : wins / compared;
    }
}
