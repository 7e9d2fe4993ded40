package io.akkord.actors.run;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good a stage's policy is before its first or after its last update, on held-out rows.
 *
 * @param when {@code before} the first update of a stage or {@code after} its last
 * @param responses how many were scored
 * @param mean of the raw task scores, no KL, no clip, no normalisation; NaN where nothing is scored
 * @param sd unbiased standard deviation of the scores
 * @param perplexity of the responses under the reference policy, per token; NaN where the workflow asks no reference
 * @param kl nats a response has diverged from the reference, by the k1 estimate; NaN likewise
 * @param gold the gold score of each response, in the order of the prompts; empty without a gold reward
 * @param otherGold the same of other responses to the same prompts, such as a tournament's winners, by column
 * @param figures what the algorithm's own evaluation measured, such as {@code accuracy}
 */
public record Evaluation(
        String when,
        int responses,
        double mean,
        double sd,
        double perplexity,
        double kl,
        double[] gold,
        Map<String, double[]> otherGold,
        Map<String, Double> figures) {

    /**
     * Sums up what an evaluation yielded.
     *
     * @param gold of each rollout of each of the {@link #answers}, by column; empty without a gold reward
     */
    static Evaluation of(String when, Experience columns, Metrics metrics, Map<String, double[]> gold) {
        var others = new LinkedHashMap<>(gold);
        double[] own = others.remove(Column.ROLLOUTS.name());
        double[] scores = columns.has(Column.RAW_SCORES)
                ? Arrays.stream(columns.get(Column.RAW_SCORES).values())
                        .filter(score -> !Double.isNaN(score))
                        .toArray()
                : new double[0];
        var divergence = Divergence.of(columns);
        return new Evaluation(
                when,
                scores.length,
                mean(scores),
                sd(scores),
                divergence.perplexity(),
                divergence.kl(),
                own == null ? new double[0] : own,
                others,
                metrics.values());
    }

    /** The rollouts of an evaluation and, by name, every other column that has one for each of them. */
    static Map<String, Rows<?>> answers(Experience columns) {
        var answers = new LinkedHashMap<String, Rows<?>>();
        if (columns.has(Column.ROLLOUTS)) {
            Rows<Rollout> own = columns.get(Column.ROLLOUTS);
            answers.put(Column.ROLLOUTS.name(), own);
            new TreeMap<>(columns.columns()).forEach((name, content) -> {
                boolean rollouts = content instanceof Rows<?> rows
                        && rows.size() == own.size()
                        && rows.items().stream().allMatch(Rollout.class::isInstance);
                if (rollouts) {
                    answers.putIfAbsent(name, (Rows<?>) content);
                }
            });
        }
        return answers;
    }

    /** Mean gold score, NaN without a gold reward. */
    public double goldMean() {
        return mean(gold);
    }

    /** Unbiased standard deviation of the gold scores; NaN with fewer than two. */
    double goldSd() {
        return sd(gold);
    }

    private static double sd(double[] some) {
        double[] scores =
                Arrays.stream(some).filter(score -> !Double.isNaN(score)).toArray();
        double mean = mean(scores);
        double squares = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        return scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : Double.NaN;
    }

    /** Mean of those scores that are there; NaN where none is. */
    static double mean(double[] scores) {
        return Arrays.stream(scores)
                .filter(score -> !Double.isNaN(score))
                .average()
                .orElse(Double.NaN);
    }

    /** Share of prompts at which these responses beat {@code other}'s by the gold score; a tie counts half. */
    public double goldWinRate(Evaluation other) {
        return winRate(gold, other.gold);
    }

    /** Share of rows in which the first beats the second; a tie counts half. */
    static double winRate(double[] scores, double[] others) {
        double wins = 0;
        int compared = 0;
        for (int row = 0; row < Math.min(scores.length, others.length); row++) {
            if (!Double.isNaN(scores[row]) && !Double.isNaN(others[row])) {
                wins += scores[row] > others[row] ? 1 : scores[row] == others[row] ? 0.5 : 0;
                compared++;
            }
        }
        return compared == 0 ? Double.NaN : wins / compared;
    }

    /** How far the responses are from the reference: perplexity per token and nats per response. */
    private record Divergence(double perplexity, double kl) {

        static Divergence of(Experience columns) {
            if (!columns.has(Column.REFERENCE_LOGPROBS) || !columns.has(Column.ROLLOUTS)) {
                return new Divergence(Double.NaN, Double.NaN);
            }
            List<Rollout> rollouts = columns.get(Column.ROLLOUTS).items();
            TokenGrid reference = columns.get(Column.REFERENCE_LOGPROBS);
            double logprobs = 0;
            double kl = 0;
            long tokens = 0;
            for (int row = 0; row < rollouts.size(); row++) {
                Rollout rollout = rollouts.get(row);
                for (int t = 0; t < rollout.response().length; t++) {
                    logprobs += reference.values()[row][t];
                    kl += rollout.logprobs()[t] - reference.values()[row][t];
                    tokens++;
                }
            }
            return new Divergence(Math.exp(-logprobs / tokens), kl / rollouts.size());
        }
    }
}
