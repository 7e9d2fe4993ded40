package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.GeometricMean;
import io.akkord.algorithms.objective.LogLikelihood;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.SoftGate;
import io.akkord.algorithms.objective.Surrogate;
import io.akkord.configs.vectors.Value;
import java.util.Map;
import java.util.Set;

/** Losses of policies: what a token costs, clipped or not. */
final class SurrogateCases {

    private SurrogateCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("policy_loss:vanilla", in -> {
                double[] clip = clips(in);
                return verl(
                        in,
                        new ClippedSurrogate(clip[0], clip[1], in.get("config").number("clip_ratio_c", 3)));
            }),
            entry("policy_loss:gspo", in -> {
                double[] clip = clips(in);
                return verl(in, new ClippedSurrogate(RatioLevel.SEQUENCE_TOKEN, clip[0], clip[1], 0, 0));
            }),
            entry("policy_loss:cispo", in -> verl(in, new DetachedRatio(RatioLevel.TOKEN, clips(in)[0], clips(in)[1]))),
            entry("policy_loss:geo_mean", in -> verl(in, new GeometricMean(clips(in)[0], clips(in)[1]))),
            entry("policy_loss:gpg", in -> verl(in, new LogLikelihood())),
            entry(
                    "policy_loss:sapo",
                    in -> verl(
                            in,
                            new SoftGate(
                                    RatioLevel.TOKEN,
                                    in.get("config").get("tau_pos").number(),
                                    in.get("config").get("tau_neg").number()))),
            entry("ppo_policy", in -> {
                boolean tokens = in.get("token_level").flag();
                var surrogate = new ClippedSurrogate(
                        in.get("clip_low").number(), in.get("clip_high").number(), in.number("dual_clip", 0));
                return outcome(in, surrogate, tokens ? Aggregation.TOKEN_MEAN : Aggregation.SEQ_MEAN_TOKEN_MEAN, 1);
            }),
            entry("gspo_policy", in -> {
                double low = in.get("clip_low").number();
                double high = in.get("clip_high").number();
                return outcome(
                        in,
                        new ClippedSurrogate(RatioLevel.SEQUENCE, low, high, 0, 0),
                        Aggregation.SEQ_MEAN_TOKEN_MEAN,
                        1);
            }),
            entry("ppo_clip_token_mean", SurrogateCases::clipped),
            entry("ppo_policy_clip", SurrogateCases::clipped),
            entry("ppo_dual_clip", SurrogateCases::clipped),
            entry("test_compute_grpo_clip_loss_large_cliprange", SurrogateCases::clipped),
            entry("test_compute_grpo_clip_loss_small_cliprange", SurrogateCases::clipped),
            entry("test_compute_policy_gradient_loss_grpo_clip", SurrogateCases::clipped),
            entry("test_grpo_microbatch_train_step_grpo_clip", SurrogateCases::clipped),
            entry("reinforce", SurrogateCases::likelihood),
            entry("test_compute_naive_policy_gradient_loss", SurrogateCases::likelihood),
            entry("test_compute_policy_gradient_loss_no_baseline", SurrogateCases::likelihood),
            entry("test_compute_policy_gradient_loss_reinforce_with_baseline", SurrogateCases::likelihood),
            entry("cispo", in -> {
                double low = in.get("clip_low").number();
                double high = in.get("clip_high").number();
                return outcome(in, new DetachedRatio(RatioLevel.TOKEN, low, high), Aggregation.TOKEN_MEAN, 1);
            }));

    private static final Set<String> KNOWN =
            Set.of("clip_ratio", "clip_ratio_low", "clip_ratio_high", "clip_ratio_c", "tau_pos", "tau_neg");

    private static double[] clips(Value in) {
        Value config = in.get("config");
        double clip = config.get("clip_ratio").number();
        return new double[] {config.number("clip_ratio_low", clip), config.number("clip_ratio_high", clip)};
    }

    private static Map<String, Object> verl(Value in, Surrogate surrogate) {
        in.get("config").fields().keySet().stream()
                .filter(option -> !KNOWN.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new Unsupported("the option " + option + " is no setting of ours");
                });
        // whatever it is told, verl takes the mean of means for losses of whole responses and for SAPO
        boolean means = surrogate instanceof SoftGate
                || surrogate instanceof GeometricMean
                || surrogate instanceof ClippedSurrogate clipped && clipped.level() != RatioLevel.TOKEN;
        Aggregation aggregation = means ? Aggregation.SEQ_MEAN_TOKEN_MEAN : AggregationCases.named(in.get("agg"));
        PolicyStep step = PolicyStep.of(in);
        double norm = AggregationCases.widthOverSequences(step.logprobs(), step.mask());
        Experience columns = step.columns();
        if (in.path("rollout_is_weights").isList()) {
            TokenGrid weights = TokenGrid.of(in.get("rollout_is_weights").grid());
            columns = columns.with(PolicyGradient.IMPORTANCE_WEIGHTS, weights);
        }
        return step.outputs(new PolicyGradient(surrogate, aggregation, norm, 0), columns, 1);
    }

    private static Map<String, Object> outcome(Value in, Surrogate surrogate, Aggregation aggregation, double scale) {
        PolicyStep step = PolicyStep.of(in);
        return step.outputs(new PolicyGradient(surrogate, aggregation, 1, 0), step.columns(), scale);
    }

    private static Map<String, Object> likelihood(Value in) {
        return outcome(in, new LogLikelihood(), Aggregation.TOKEN_MEAN, 1);
    }

    /** Facts of torchtune, NeMo-RL and CS 336: token by token, and as the mean they take. */
    private static Map<String, Object> clipped(Value in) {
        double clip = in.number("cliprange", in.number("epsilon", in.number("clip_low", Double.NaN)));
        var surrogate = new ClippedSurrogate(clip, in.number("clip_high", clip), in.number("dual_clip_c", 0));
        boolean rowMeans = in.has("gradient_accumulation_steps");
        Map<String, Object> outputs = outcome(
                in,
                surrogate,
                rowMeans ? Aggregation.SEQ_MEAN_TOKEN_MEAN : Aggregation.TOKEN_MEAN,
                1 / in.number("gradient_accumulation_steps", 1));
        double[][] ratios = PolicyStep.of(in).ratios();
        outputs.put("ratio", in.has("epsilon") ? (Object) ratios[0][0] : ratios);
        return outputs;
    }
}
