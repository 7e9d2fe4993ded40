package io.akkord.algorithms.estimate;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import java.util.List;

/** What an iteration's responses look like, under the names the community plots. */
public final class ResponseMetrics {

    private ResponseMetrics() {}

    /** Lengths, endings and scores, where there is no reference to be distant from. */
    public static Metrics of(List<Rollout> rollouts, double[] rawScores, double[] scores) {
        var metrics = new Metrics();
        int unscored = 0;
        for (int i = 0; i < rollouts.size(); i++) {
            if (Double.isNaN(scores[i])) {
                unscored++;
            } else {
                metrics.add("objective/reward_mean", rawScores[i]);
                metrics.add("objective/score_mean", scores[i]);
            }
            measureTokens(metrics, rollouts.get(i));
        }
        metrics.add("objective/reward_sd", RunningMoments.of(rawScores).deviation());
        return metrics.add("objective/unscored", unscored);
    }

    /**
     * Lengths, endings, scores and distance from the reference.
     *
     * <p>Unscored responses (NaN) are left out of the score's figures and counted in {@code objective/unscored}. Figures
     * of tokens leave out empty responses.
     *
     * @param rawScores {@code [rows]}, as the reward gave them: {@code objective/reward_mean}
     * @param scores {@code [rows]}, after normalisation and clip: {@code objective/score_mean}
     * @param kl {@code [rows][tokens]}, log-prob minus reference log-prob, nats: {@code objective/kl} is the mean over
     *     responses of its sum over sampled tokens
     */
    public static Metrics of(List<Rollout> rollouts, double[] rawScores, double[] scores, double[][] kl) {
        Metrics metrics = of(rollouts, rawScores, scores);
        for (int i = 0; i < rollouts.size(); i++) {
            boolean[] sampled = rollouts.get(i).sampled();
            double sum = 0;
            int tokens = 0;
            for (int t = 0; t < sampled.length; t++) {
                sum += sampled[t] ? kl[i][t] : 0;
                tokens += sampled[t] ? 1 : 0;
            }
            if (tokens > 0) {
                metrics.add("objective/kl", sum);
                metrics.add("objective/kl_per_token", sum, tokens);
            }
        }
        return metrics;
    }

    private static void measureTokens(Metrics metrics, Rollout rollout) {
        double entropy = 0;
        int tokens = 0;
        for (int t = 0; t < rollout.response().length; t++) {
            if (rollout.sampled()[t]) {
                entropy -= rollout.logprobs()[t];
                tokens++;
            }
        }
        metrics.add("response/length_mean", tokens);
        metrics.add("response/truncated_fraction", rollout.ending() == Ending.LENGTH ? 1 : 0);
        if (tokens > 0) {
            metrics.add("objective/entropy", entropy);
        }
    }
}
