package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.SoftGate;
import io.akkord.algorithms.objective.Surrogate;
import io.akkord.configs.vectors.Value;
import java.util.Arrays;
import java.util.Map;

/** TRL's losses of the GRPO family, the KL penalty included. */
final class GroupLossCases {

    private GroupLossCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("grpo:grpo", in -> loss(in, clipped(in), Aggregation.SEQ_MEAN_TOKEN_MEAN, 1)),
            entry("grpo:bnpo", in -> loss(in, clipped(in), Aggregation.TOKEN_MEAN, 1)),
            entry("grpo:dr_grpo", in -> loss(in, clipped(in), Aggregation.SEQ_MEAN_TOKEN_SUM_NORM, 1)),
            entry("grpo:dapo", in -> loss(in, clipped(in), Aggregation.TOKEN_MEAN, items(in))),
            entry("grpo:cispo", in -> {
                var surrogate =
                        new DetachedRatio(level(in), 1, in.get("epsilon_high").number() - 1);
                return loss(in, surrogate, Aggregation.TOKEN_MEAN, items(in));
            }),
            entry("grpo:sapo", in -> {
                double[] temperatures = in.get("sapo_temperature").row();
                var surrogate = new SoftGate(level(in), temperatures[0], temperatures[1]);
                return loss(in, surrogate, Aggregation.SEQ_MEAN_TOKEN_MEAN, 1);
            }),
            entry("grpo:luspo", in -> {
                throw new Unsupported("the peer's loss reads what stands in the padding");
            }));

    private static RatioLevel level(Value in) {
        String level = in.get("importance_sampling_level").text();
        return switch (level) {
            case "token" -> RatioLevel.TOKEN;
            case "sequence" -> RatioLevel.SEQUENCE;
            default -> throw new Unsupported("the ratio of a " + level + " is none of ours");
        };
    }

    private static Surrogate clipped(Value in) {
        return new ClippedSurrogate(
                level(in),
                in.get("epsilon_low").number(),
                in.get("epsilon_high").number(),
                0,
                in.number("delta", 0));
    }

    /** TRL divides by tokens of all processes, gradient accumulation included, where we count those of the step. */
    private static double items(Value in) {
        double tokens = Arrays.stream(in.get("mask").grid())
                .flatMapToDouble(Arrays::stream)
                .sum();
        return tokens
                / in.get("num_items_in_batch").number()
                * in.get("grad_accum").number();
    }

    private static Map<String, Object> loss(Value in, Surrogate surrogate, Aggregation aggregation, double scale) {
        var penalty = new KlPenalty(
                in.get("beta").number(),
                Kl.Estimator.K3,
                0,
                false,
                in.get("use_bias_correction_kl").flag());
        var objective = new PolicyGradient(
                surrogate,
                aggregation,
                in.get("max_completion_length").number(),
                0,
                penalty,
                PolicyGradient.Columns.USUAL);
        PolicyStep step = PolicyStep.of(in);
        TokenGrid reference = TokenGrid.of(in.get("ref_logps").grid());
        return step.outputs(
                objective,
                step.columns().with(Column.REFERENCE_LOGPROBS, reference),
                scale / in.get("grad_accum").number());
    }
}
