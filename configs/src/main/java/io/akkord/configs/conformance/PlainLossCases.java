package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.configs.vectors.Value;
import java.util.ArrayList;
import java.util.Map;

/** Losses of critics, of reward models and of imitation. */
final class PlainLossCases {

    private PlainLossCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("value_loss", in -> value(in, AggregationCases.named(in.get("agg")))),
            entry("ppo_value", in -> value(in, Aggregation.TOKEN_MEAN)),
            entry("rm_pairwise", PlainLossCases::ranking),
            entry("rm_logexp", PlainLossCases::ranking),
            entry("sft_token_mean", in -> nextToken(in, Aggregation.TOKEN_MEAN, 1)),
            entry("sft_seq_mean", in -> nextToken(in, Aggregation.SEQ_MEAN_TOKEN_MEAN, 1)),
            entry("test_sft_microbatch_train_step", PlainLossCases::scaledNextToken),
            entry("test_sft_microbatch_train_step_normalize", PlainLossCases::scaledNextToken));

    private static Map<String, Object> value(Value in, Aggregation aggregation) {
        if (aggregation == Aggregation.SEQ_MEAN_TOKEN_SUM_NORM) {
            throw new Unsupported("a critic's loss over a constant length is no setting of ours");
        }
        double[][] values = in.get(in.has("vpreds") ? "vpreds" : "values").grid();
        Experience step = StepInputs.rollouts(in.mask("mask", values))
                .with(Column.VALUES, TokenGrid.of(in.get("old_values").grid()))
                .with(Column.RETURNS, TokenGrid.of(in.get("returns").grid()));
        double clip = in.number("cliprange", in.number("clip", 0));
        Derivative derivative = StepInputs.derivative(new ClippedValue(clip, aggregation), step, TokenGrid.of(values));
        return Map.of(
                "loss", derivative.loss(),
                "clipfrac", derivative.metrics().mean("value/clipfrac").value(),
                "grad_vpreds", derivative.slopes(),
                "grad_values", derivative.slopes());
    }

    private static Map<String, Object> ranking(Value in) {
        double[] chosen = in.get("chosen").row();
        double[] margins = in.path("margin").isNothing()
                ? new double[chosen.length]
                : in.get("margin").row();
        Derivative derivative =
                ranking(chosen, in.get("rejected").row(), margins, new PairwiseRanking(in.number("center", 0)));
        double[][] slopes = derivative.slopes();
        return Map.of(
                "loss", derivative.loss(),
                "grad_chosen", StepInputs.every(slopes, 0),
                "grad_rejected", StepInputs.every(slopes, 1));
    }

    static Derivative ranking(double[] chosen, double[] rejected, double[] margins, PairwiseRanking objective) {
        var pairs = new ArrayList<PreferencePair>();
        var scores = new double[2 * chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            pairs.add(new PreferencePair(new int[] {1}, new int[] {2}, new int[] {3}, margins[i]));
            scores[2 * i] = new double[] {chosen[i]};
            scores[2 * i + 1] = new double[] {rejected[i]};
        }
        Experience step = Experience.empty().with(Column.PAIRS, new Rows<>(pairs));
        return StepInputs.derivative(objective, step, new TokenGrid(scores, 2));
    }

    private static Map<String, Object> nextToken(Value in, Aggregation aggregation, double scale) {
        double[][] logprobs =
                in.get(in.has("logprobs") ? "logprobs" : "policy_log_probs").grid();
        Experience step = StepInputs.rollouts(in.mask(in.has("mask") ? "mask" : "response_mask", logprobs));
        Derivative derivative =
                StepInputs.derivative(new NextToken(Column.ROLLOUTS, aggregation), step, TokenGrid.of(logprobs));
        double[][] slopes = StepInputs.scaled(derivative.slopes(), scale);
        return Map.of("loss", scale * derivative.loss(), "policy_log_probs_grad", slopes, "grad_logprobs", slopes);
    }

    /** CS 336 divides the mean over rows of the sum over tokens by two constants of its own. */
    private static Map<String, Object> scaledNextToken(Value in) {
        double norm = in.get("normalize_constant").number();
        double steps = in.get("gradient_accumulation_steps").number();
        return nextToken(in, Aggregation.SEQ_MEAN_TOKEN_SUM, 1 / (norm * steps));
    }
}
