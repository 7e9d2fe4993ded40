package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.Surrogate;
import io.akkord.configs.vectors.Value;
import java.util.Map;
import java.util.stream.IntStream;

/** Losses of policies that learn from what another policy sampled. */
final class CorrectedCases {

    private static final double UNBOUNDED = 1e9;

    private CorrectedCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("ppo_policy_is:tis", in -> openRlhf(in, Correction.TRUNCATE)),
            entry("ppo_policy_is:icepop", in -> openRlhf(in, Correction.MASK)),
            entry("ppo_policy_is:seq-mask-tis", in -> openRlhf(in, Correction.MASK_SEQUENCES)),
            entry("ppo_is_corrected", in -> nemo(in, Correction.TRUNCATE, OffPolicy.Level.TOKEN, 0, UNBOUNDED)),
            entry(
                    "ppo_tis",
                    in -> nemo(
                            in,
                            Correction.TRUNCATE,
                            OffPolicy.Level.TOKEN,
                            0,
                            in.get("tis_max").number())),
            entry(
                    "gspo_seq_tis",
                    in -> nemo(
                            in,
                            Correction.TRUNCATE,
                            OffPolicy.Level.SEQUENCE,
                            0,
                            in.get("tis_max").number())),
            entry(
                    "icepop",
                    in -> nemo(
                            in,
                            Correction.MASK,
                            OffPolicy.Level.TOKEN,
                            in.get("min").number(),
                            in.get("max").number())));

    private static Map<String, Object> openRlhf(Value in, Correction correction) {
        double clip = in.get("clip").number();
        double[] interval = in.get("threshold").row();
        return corrected(
                in,
                new ClippedSurrogate(clip, clip, 0),
                new OffPolicy(correction, OffPolicy.Level.TOKEN, interval[0], interval[1]),
                in.get("rollout_logprob").grid());
    }

    private static Map<String, Object> nemo(
            Value in, Correction correction, OffPolicy.Level level, double least, double most) {
        RatioLevel ratio = in.has("level") ? RatioLevel.SEQUENCE : RatioLevel.TOKEN;
        double low = in.number("clip_low", 0.2);
        return corrected(
                in,
                new ClippedSurrogate(ratio, low, in.number("clip_high", low), 0, 0),
                new OffPolicy(correction, level, least, most),
                in.get("rollout_logprobs").grid());
    }

    private static Map<String, Object> corrected(
            Value in, Surrogate surrogate, OffPolicy correction, double[][] rollout) {
        PolicyStep step = PolicyStep.of(in);
        double[][] weights = IntStream.range(0, rollout.length)
                .mapToObj(i -> correction.weights(step.old()[i], rollout[i], step.mask()[i]))
                .toArray(double[][]::new);
        Map<String, Object> outputs = step.outputs(
                new PolicyGradient(surrogate, Aggregation.TOKEN_MEAN, 1, 0),
                step.columns().with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(weights)),
                1);
        outputs.put("weights", weights);
        outputs.put("weight", weights[0][0]);
        outputs.put(
                "vllm_kl",
                correction
                        .mismatch(step.old(), rollout, step.mask())
                        .mean("mismatch/k1")
                        .value());
        double mean = IntStream.range(0, rollout[0].length)
                .mapToDouble(t -> step.logprobs()[0][t] - step.old()[0][t])
                .average()
                .orElse(0);
        outputs.put("ratio", Math.exp(mean));
        return outputs;
    }
}
