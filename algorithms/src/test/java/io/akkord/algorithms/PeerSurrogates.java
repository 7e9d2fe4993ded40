package io.akkord.algorithms;

import static io.akkord.algorithms.Vectors.grid;
import static io.akkord.algorithms.Vectors.mask;
import static io.akkord.algorithms.Vectors.number;
import static io.akkord.algorithms.Vectors.row;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.GeometricMean;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.LogLikelihood;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.SoftGate;
import io.akkord.algorithms.objective.Surrogate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The peers' losses of policies without a critic in terms of ours. */
final class PeerSurrogates {

    private static final double UNBOUNDED = 1e9;

    private PeerSurrogates() {}

    /** By the name that the vectors use. */
    static final Map<String, PeerFunctions.Function> ALL = Map.ofEntries(
            entry("policy_loss:vanilla", in -> {
                double[] clip = clips(in);
                return verl(in, new ClippedSurrogate(clip[0], clip[1], number(in.get("config"), "clip_ratio_c", 0)));
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
                                    in.get("config").get("tau_pos").asDouble(),
                                    in.get("config").get("tau_neg").asDouble()))),
            entry(
                    "gspo_policy",
                    in -> outcome(
                            in,
                            new ClippedSurrogate(
                                    RatioLevel.SEQUENCE,
                                    in.get("clip_low").asDouble(),
                                    in.get("clip_high").asDouble(),
                                    0,
                                    0),
                            Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            entry("ppo_policy_is:tis", in -> openRlhf(in, Correction.TRUNCATE)),
            entry("ppo_policy_is:icepop", in -> openRlhf(in, Correction.MASK)),
            entry("ppo_policy_is:seq-mask-tis", in -> openRlhf(in, Correction.MASK_SEQUENCES)),
            entry("grpo:grpo", in -> trl(in, trlClipped(in), Aggregation.SEQ_MEAN_TOKEN_MEAN, 1)),
            entry("grpo:bnpo", in -> trl(in, trlClipped(in), Aggregation.TOKEN_MEAN, 1)),
            entry("grpo:dr_grpo", in -> trl(in, trlClipped(in), Aggregation.SEQ_MEAN_TOKEN_SUM_NORM, 1)),
            entry("grpo:dapo", in -> trl(in, trlClipped(in), Aggregation.TOKEN_MEAN, trlItems(in))),
            entry(
                    "grpo:cispo",
                    in -> trl(
                            in,
                            new DetachedRatio(
                                    trlLevel(in), 1, in.get("epsilon_high").asDouble() - 1),
                            Aggregation.TOKEN_MEAN,
                            trlItems(in))),
            entry(
                    "grpo:sapo",
                    in -> trl(
                            in,
                            new SoftGate(
                                    trlLevel(in),
                                    in.get("sapo_temperature").get(0).asDouble(),
                                    in.get("sapo_temperature").get(1).asDouble()),
                            Aggregation.SEQ_MEAN_TOKEN_MEAN,
                            1)),
            entry("reinforce", in -> outcome(in, new LogLikelihood(), Aggregation.TOKEN_MEAN)),
            entry("cispo", in -> outcome(in, nemoCispo(in), Aggregation.TOKEN_MEAN)),
            entry(
                    "ppo_is_corrected",
                    in -> nemo(in, new OffPolicy(Correction.TRUNCATE, OffPolicy.Level.TOKEN, 0, UNBOUNDED))),
            entry(
                    "ppo_tis",
                    in -> nemo(
                            in,
                            new OffPolicy(
                                    Correction.TRUNCATE,
                                    OffPolicy.Level.TOKEN,
                                    0,
                                    in.get("tis_max").asDouble()))),
            entry(
                    "gspo_seq_tis",
                    in -> nemo(
                            in,
                            new OffPolicy(
                                    Correction.TRUNCATE,
                                    OffPolicy.Level.SEQUENCE,
                                    0,
                                    in.get("tis_max").asDouble()))),
            entry(
                    "icepop",
                    in -> nemo(
                            in,
                            new OffPolicy(
                                    Correction.MASK,
                                    OffPolicy.Level.TOKEN,
                                    in.get("min").asDouble(),
                                    in.get("max").asDouble()))),
            entry("test_compute_naive_policy_gradient_loss", PeerSurrogates::perToken),
            entry("test_compute_policy_gradient_loss_no_baseline", PeerSurrogates::perToken),
            entry("test_compute_policy_gradient_loss_reinforce_with_baseline", PeerSurrogates::perToken));

    private static double[] clips(JsonNode in) {
        JsonNode config = in.get("config");
        double clip = config.get("clip_ratio").asDouble();
        return new double[] {number(config, "clip_ratio_low", clip), number(config, "clip_ratio_high", clip)};
    }

    private static double[][] field(JsonNode in, String... names) {
        String name = Arrays.stream(names).filter(in::has).findFirst().orElseThrow();
        return grid(in.get(name));
    }

    private static double[][] logprobs(JsonNode in) {
        return field(in, "logprob", "logprobs", "logps", "policy_log_probs");
    }

    private static double[][] old(JsonNode in) {
        return in.has("old_logprob") || in.has("old_logprobs") || in.has("old_logps")
                ? field(in, "old_logprob", "old_logprobs", "old_logps")
                : logprobs(in);
    }

    /** Advantages may be one a row. */
    static double[][] advantages(JsonNode in) {
        double[][] like = logprobs(in);
        String name = in.has("advantages")
                ? "advantages"
                : in.has("raw_rewards") ? "raw_rewards" : "raw_rewards_or_advantages";
        JsonNode node = in.get(name);
        return IntStream.range(0, like.length)
                .mapToObj(i -> {
                    JsonNode own = node.get(i);
                    return IntStream.range(0, like[i].length)
                            .mapToDouble(t -> own.isArray()
                                    ? own.get(own.size() == 1 ? 0 : t).asDouble()
                                    : own.asDouble())
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static Experience step(JsonNode in) {
        double[][] old = old(in);
        return Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(old, mask(in, "mask", old)))
                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(old))
                .with(Column.ADVANTAGES, TokenGrid.of(advantages(in)));
    }

    private static Map<String, Object> verl(JsonNode in, Surrogate surrogate) {
        Aggregation named = Aggregation.valueOf(
                in.get("agg").asText().toUpperCase(Locale.ROOT).replace('-', '_'));
        // whatever it is told, verl takes the mean of means for SAPO
        Aggregation aggregation = surrogate instanceof SoftGate ? Aggregation.SEQ_MEAN_TOKEN_MEAN : named;
        double[][] logprobs = logprobs(in);
        double norm = PeerFunctions.widthOverSequences(logprobs, mask(in, "mask", logprobs));
        Experience step = step(in);
        if (in.path("rollout_is_weights").isArray()) {
            step = step.with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(grid(in.get("rollout_is_weights"))));
        }
        return outcome(new PolicyGradient(surrogate, aggregation, norm, 0), step, logprobs, 1);
    }

    private static Map<String, Object> outcome(JsonNode in, Surrogate surrogate, Aggregation aggregation) {
        return outcome(new PolicyGradient(surrogate, aggregation, 1, 0), step(in), logprobs(in), 1);
    }

    private static Map<String, Object> outcome(
            PolicyGradient objective, Experience step, double[][] logprobs, double scale) {
        Derivative derivative = PeerLosses.at(objective, step, TokenGrid.of(logprobs));
        Metrics metrics = derivative.metrics();
        double[][] slopes = Arrays.stream(derivative.slopes())
                .map(row -> Arrays.stream(row).map(slope -> slope * scale).toArray())
                .toArray(double[][]::new);
        var outputs = new HashMap<String, Object>();
        outputs.put("loss", derivative.loss() * scale);
        outputs.put("grad_logprob", slopes);
        outputs.put("grad_logps", slopes);
        outputs.put(
                "metrics",
                Map.of(
                        "actor/pg_clipfrac", metrics.mean("policy/clipfrac").value(),
                        "actor/pg_clipfrac_lower",
                                metrics.mean("policy/clipfrac_lower").value(),
                        "actor/ppo_kl", metrics.mean("policy/approx_kl").value()));
        outputs.put("per_token", tokens(objective.surrogate(), step, logprobs));
        outputs.put("array", outputs.get("per_token"));
        return outputs;
    }

    private static double[][] tokens(Surrogate surrogate, Experience step, double[][] logprobs) {
        double[][] old = step.get(PolicyGradient.OLD_LOGPROBS).values();
        double[][] advantages = step.get(Column.ADVANTAGES).values();
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> surrogate
                        .of(logprobs[i], old[i], advantages[i], everywhere(old[i]), new double[old[i].length])
                        .losses())
                .toArray(double[][]::new);
    }

    private static boolean[] everywhere(double[] row) {
        return Rollouts.everywhere(new double[][] {row})[0];
    }

    private static Map<String, Object> perToken(JsonNode in) {
        return outcome(in, new LogLikelihood(), Aggregation.TOKEN_MEAN);
    }

    private static Map<String, Object> corrected(
            JsonNode in, Surrogate surrogate, OffPolicy correction, double[][] rollout) {
        double[][] old = old(in);
        boolean[][] mask = mask(in, "mask", old);
        double[][] weights = IntStream.range(0, old.length)
                .mapToObj(i -> correction.weights(old[i], rollout[i], mask[i]))
                .toArray(double[][]::new);
        Experience step = step(in).with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(weights));
        Map<String, Object> outputs =
                outcome(new PolicyGradient(surrogate, Aggregation.TOKEN_MEAN, 1, 0), step, logprobs(in), 1);
        outputs.put("weights", weights);
        outputs.put("weight", weights[0][0]);
        outputs.put(
                "vllm_kl",
                correction.mismatch(old, rollout, mask).mean("mismatch/k1").value());
        double mean = IntStream.range(0, old[0].length)
                .mapToDouble(t -> logprobs(in)[0][t] - old[0][t])
                .average()
                .orElseThrow();
        outputs.put("ratio", Math.exp(mean));
        return outputs;
    }

    private static Map<String, Object> openRlhf(JsonNode in, Correction correction) {
        double clip = in.get("clip").asDouble();
        double[] interval = row(in.get("threshold"));
        return corrected(
                in,
                new ClippedSurrogate(clip, clip, 0),
                new OffPolicy(correction, OffPolicy.Level.TOKEN, interval[0], interval[1]),
                grid(in.get("rollout_logprob")));
    }

    private static Map<String, Object> nemo(JsonNode in, OffPolicy correction) {
        RatioLevel level = in.has("level") ? RatioLevel.SEQUENCE : RatioLevel.TOKEN;
        double low = number(in, "clip_low", 0.2);
        return corrected(
                in,
                new ClippedSurrogate(level, low, number(in, "clip_high", low), 0, 0),
                correction,
                grid(in.get("rollout_logprobs")));
    }

    private static Surrogate nemoCispo(JsonNode in) {
        return new DetachedRatio(
                RatioLevel.TOKEN,
                in.get("clip_low").asDouble(),
                in.get("clip_high").asDouble());
    }

    private static RatioLevel trlLevel(JsonNode in) {
        return in.get("importance_sampling_level").asText().equals("token") ? RatioLevel.TOKEN : RatioLevel.SEQUENCE;
    }

    private static Surrogate trlClipped(JsonNode in) {
        return new ClippedSurrogate(
                trlLevel(in),
                in.get("epsilon_low").asDouble(),
                in.get("epsilon_high").asDouble(),
                0,
                number(in, "delta", 0));
    }

    /** TRL divides by tokens of all processes, gradient accumulation included, where we count those of the step. */
    private static double trlItems(JsonNode in) {
        double tokens = Arrays.stream(grid(in.get("mask")))
                .flatMapToDouble(Arrays::stream)
                .sum();
        return tokens
                / in.get("num_items_in_batch").asDouble()
                * in.get("grad_accum").asDouble();
    }

    private static Map<String, Object> trl(JsonNode in, Surrogate surrogate, Aggregation aggregation, double scale) {
        var penalty = new KlPenalty(
                in.get("beta").asDouble(),
                Kl.Estimator.K3,
                0,
                false,
                in.get("use_bias_correction_kl").asBoolean());
        Experience step = step(in).with(Column.REFERENCE_LOGPROBS, TokenGrid.of(grid(in.get("ref_logps"))));
        var objective = new PolicyGradient(
                surrogate,
                aggregation,
                in.get("max_completion_length").asDouble(),
                0,
                penalty,
                PolicyGradient.Columns.USUAL);
        return outcome(
                objective, step, logprobs(in), scale / in.get("grad_accum").asDouble());
    }
}
