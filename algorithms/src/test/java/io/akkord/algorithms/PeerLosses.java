package io.akkord.algorithms;

import static io.akkord.algorithms.Vectors.grid;
import static io.akkord.algorithms.Vectors.mask;
import static io.akkord.algorithms.Vectors.number;
import static io.akkord.algorithms.Vectors.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.objective.PolicyGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The peers' losses in terms of our objectives. */
final class PeerLosses {

    private PeerLosses() {}

    /** All rows of a step at once. */
    static Derivative at(Objective objective, Experience step, TokenGrid outputs) {
        int[] rows =
                IntStream.range(0, outputs.values().length / outputs.perRow()).toArray();
        return objective.prepare(step, TokenGrid.of(new double[0][])).at(new MicroBatch(rows, step, outputs));
    }

    static Derivative surrogate(
            PolicyGradient surrogate, double[][] logprobs, double[][] old, double[][] advantages, boolean[][] mask) {
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(old, mask))
                .with(Column.ADVANTAGES, TokenGrid.of(advantages));
        return at(surrogate, step, TokenGrid.of(logprobs));
    }

    static Map<String, Object> policy(
            JsonNode in, double low, double high, double dual, Aggregation aggregation, double norm) {
        double[][] logprobs = grid(in.get("logprob"));
        Derivative derivative = surrogate(
                new PolicyGradient(new ClippedSurrogate(low, high, dual), aggregation, norm, 0),
                logprobs,
                grid(in.get("old_logprob")),
                grid(in.get("advantages")),
                mask(in, "mask", logprobs));
        Map<String, Double> metrics = derivative.metrics().values();
        double clipped = metrics.getOrDefault("policy/clipfrac", Double.NaN);
        double kl = metrics.getOrDefault("policy/approx_kl", Double.NaN);
        return Map.of(
                "loss", derivative.loss(),
                "grad_logprob", derivative.slopes(),
                "clip_ratio", clipped,
                "ppo_kl", kl,
                "metrics",
                        Map.of(
                                "actor/pg_clipfrac", clipped,
                                "actor/ppo_kl", kl,
                                "actor/pg_clipfrac_lower", metrics.getOrDefault("policy/clipfrac_lower", 0.0)));
    }

    /** Facts of torchtune, NeMo-RL and CS 336: token by token, and as the mean they take. */
    static Map<String, Object> clipped(JsonNode in) {
        double[][] logprobs = grid(in.has("logprobs") ? in.get("logprobs") : in.get("policy_log_probs"));
        double[][] old = grid(in.has("old_logprobs") ? in.get("old_logprobs") : in.get("old_log_probs"));
        double[][] advantages = broadcast(grid(in.get("advantages")), logprobs[0].length);
        boolean[][] mask = mask(in, "response_mask", logprobs);
        double clip = number(in, "cliprange", number(in, "epsilon", number(in, "clip_low", Double.NaN)));
        double dual = number(in, "dual_clip_c", 0);
        double steps = number(in, "gradient_accumulation_steps", 1);
        boolean rowMeans = in.has("gradient_accumulation_steps");
        var surrogate = new PolicyGradient(
                new ClippedSurrogate(clip, number(in, "clip_high", clip), dual),
                rowMeans ? Aggregation.SEQ_MEAN_TOKEN_MEAN : Aggregation.TOKEN_MEAN,
                1,
                0);
        Derivative whole = surrogate(surrogate, logprobs, old, advantages, mask);

        var tokens = new double[logprobs.length][logprobs[0].length];
        var ratios = new double[logprobs.length][logprobs[0].length];
        for (int i = 0; i < tokens.length; i++) {
            for (int t = 0; t < tokens[i].length; t++) {
                tokens[i][t] = surrogate(
                                surrogate,
                                new double[][] {{logprobs[i][t]}},
                                new double[][] {{old[i][t]}},
                                new double[][] {{advantages[i][t]}},
                                new boolean[][] {{true}})
                        .loss();
                ratios[i][t] = Math.exp(logprobs[i][t] - old[i][t]);
            }
        }
        var outputs = new HashMap<String, Object>();
        outputs.put("loss", whole.loss() / steps);
        outputs.put("policy_loss", whole.loss());
        outputs.put("per_token", tokens);
        outputs.put("array", tokens);
        outputs.put("ratio", in.has("epsilon") ? ratios[0][0] : ratios);
        outputs.put("policy_log_probs_grad", scaled(whole.slopes(), 1 / steps));
        return outputs;
    }

    static Map<String, Object> value(JsonNode in, Aggregation aggregation) {
        double[][] values = grid(in.has("vpreds") ? in.get("vpreds") : in.get("values"));
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(values, mask(in, "mask", values)))
                .with(Column.VALUES, TokenGrid.of(grid(in.get("old_values"))))
                .with(Column.RETURNS, TokenGrid.of(grid(in.get("returns"))));
        double clip = number(in, "cliprange", number(in, "clip", 0));
        Derivative derivative = at(new ClippedValue(clip, aggregation), step, TokenGrid.of(values));
        return Map.of(
                "loss", derivative.loss(),
                "clipfrac", derivative.metrics().mean("value/clipfrac").value(),
                "grad_vpreds", derivative.slopes(),
                "grad_values", derivative.slopes());
    }

    static Map<String, Object> ranking(JsonNode in) {
        Derivative derivative = ranking(
                row(in.get("chosen")), row(in.get("rejected")), PeerFunctions.margins(in), new PairwiseRanking(0));
        double[][] slopes = derivative.slopes();
        return Map.of(
                "loss", derivative.loss(),
                "grad_chosen", every(slopes, 0),
                "grad_rejected", every(slopes, 1));
    }

    static Derivative ranking(double[] chosen, double[] rejected, double[] margins, PairwiseRanking objective) {
        var pairs = new ArrayList<PreferencePair>();
        var scores = new double[2 * chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            pairs.add(new PreferencePair(new int[] {1}, new int[] {2}, new int[] {3}, margins[i]));
            scores[2 * i] = new double[] {chosen[i]};
            scores[2 * i + 1] = new double[] {rejected[i]};
        }
        return at(objective, Experience.empty().with(Column.PAIRS, new Rows<>(pairs)), new TokenGrid(scores, 2));
    }

    static Map<String, Object> nextToken(JsonNode in, Aggregation aggregation, double scale) {
        double[][] logprobs = grid(in.has("logprobs") ? in.get("logprobs") : in.get("policy_log_probs"));
        boolean[][] mask = mask(in, in.has("mask") ? "mask" : "response_mask", logprobs);
        Experience step = Experience.empty().with(Column.ROLLOUTS, Rollouts.of(logprobs, mask));
        Derivative derivative = at(new NextToken(Column.ROLLOUTS, aggregation), step, TokenGrid.of(logprobs));
        return Map.of("loss", scale * derivative.loss(), "policy_log_probs_grad", scaled(derivative.slopes(), scale));
    }

    /** CS 336 divides the mean over rows of the sum over tokens by two constants of its own. */
    static Map<String, Object> scaledNextToken(JsonNode in) {
        double norm = in.get("normalize_constant").asDouble();
        double steps = in.get("gradient_accumulation_steps").asDouble();
        return nextToken(in, Aggregation.SEQ_MEAN_TOKEN_SUM, 1 / (norm * steps));
    }

    /** Any numbers at all, aggregated: at ratio 1 a token costs its negative advantage. */
    static Map<String, Object> aggregated(JsonNode in, Aggregation aggregation) {
        double[][] losses = grid(in.get("loss"));
        boolean[][] mask = mask(in, "mask", losses);
        return Map.of("loss", aggregated(losses, mask, aggregation, PeerFunctions.widthOverSequences(losses, mask)));
    }

    static double aggregated(double[][] losses, boolean[][] mask, Aggregation aggregation, double norm) {
        var zeros = new double[losses.length][losses[0].length];
        return surrogate(
                        new PolicyGradient(new ClippedSurrogate(0.2, 0.2, 0), aggregation, norm, 0),
                        zeros,
                        zeros,
                        scaled(losses, -1),
                        mask)
                .loss();
    }

    private static double[][] broadcast(double[][] rows, int width) {
        return Arrays.stream(rows)
                .map(row -> IntStream.range(0, width)
                        .mapToDouble(t -> row[row.length == 1 ? 0 : t])
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] scaled(double[][] grid, double by) {
        return Arrays.stream(grid)
                .map(row -> Arrays.stream(row).map(x -> x * by).toArray())
                .toArray(double[][]::new);
    }

    private static double[] every(double[][] slopes, int which) {
        return IntStream.range(0, slopes.length / 2)
                .mapToDouble(i -> slopes[2 * i + which][0])
                .toArray();
    }
}
