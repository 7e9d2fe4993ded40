package io.akkord.algorithms;

import static io.akkord.algorithms.Vectors.grid;
import static io.akkord.algorithms.Vectors.mask;
import static io.akkord.algorithms.Vectors.number;
import static io.akkord.algorithms.Vectors.row;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.RunningMoments;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.algorithms.objective.Aggregation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The peers' functions in terms of ours: each takes a case's inputs and gives its outputs by name. */
final class PeerFunctions {

    private PeerFunctions() {}

    /** One peer's function. */
    @FunctionalInterface
    interface Function {
        Map<String, Object> apply(JsonNode inputs);
    }

    /** By the name that the vectors use. */
    static final Map<String, Function> ESTIMATES = Map.ofEntries(
            entry("gae_whitened", in -> advantages(in, true)),
            entry("gae_raw", in -> advantages(in, false)),
            entry("gae", in -> advantages(in, false)),
            entry("gae_returns", in -> advantages(in, false)),
            entry("discounted_returns", in -> advantages(in, false)),
            entry("kl_penalty:kl", in -> kl(in, Kl.Estimator.K1, 0)),
            entry("kl_penalty:abs", in -> kl(in, Kl.Estimator.ABS, 0)),
            entry("kl_penalty:mse", in -> kl(in, Kl.Estimator.K2, 0)),
            entry("kl_penalty:low_var_kl", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("kl_penalty:k3", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("approx_kl:k1", in -> kl(in, Kl.Estimator.K1, 10)),
            entry("approx_kl:k2", in -> kl(in, Kl.Estimator.K2, 10)),
            entry("approx_kl:k3", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("kl:k1", in -> kl(in, Kl.Estimator.K1, number(in, "output_clamp", 0))),
            entry("kl:k2", in -> kl(in, Kl.Estimator.K2, number(in, "output_clamp", 0))),
            entry("kl:k3", in -> kl(in, Kl.Estimator.K3, number(in, "output_clamp", 0))),
            entry("adaptive_kl_controller", PeerFunctions::controller),
            entry("token_rewards", PeerFunctions::tokenRewards),
            entry("ppo_rewards_kl", PeerFunctions::klRewards),
            entry("masked_mean", PeerFunctions::moments),
            entry("masked_var", PeerFunctions::moments),
            entry("masked_whiten", PeerFunctions::whitened));

    /** By the name that the vectors use. */
    static final Map<String, Function> LOSSES = Map.ofEntries(
            entry("policy_loss:vanilla", in -> {
                JsonNode config = in.get("config");
                double clip = config.get("clip_ratio").asDouble();
                double[][] grid = grid(in.get("logprob"));
                return PeerLosses.policy(
                        in,
                        number(config, "clip_ratio_low", clip),
                        number(config, "clip_ratio_high", clip),
                        number(config, "clip_ratio_c", 0),
                        aggregation(in.get("agg").asText()),
                        widthOverSequences(grid, mask(in, "mask", grid)));
            }),
            entry("ppo_policy", in -> {
                boolean tokens = in.get("token_level").asBoolean();
                return PeerLosses.policy(
                        in,
                        in.get("clip_low").asDouble(),
                        in.get("clip_high").asDouble(),
                        number(in, "dual_clip", 0),
                        tokens ? Aggregation.TOKEN_MEAN : Aggregation.SEQ_MEAN_TOKEN_MEAN,
                        1);
            }),
            entry("ppo_clip_token_mean", PeerLosses::clipped),
            entry("ppo_policy_clip", PeerLosses::clipped),
            entry("ppo_dual_clip", PeerLosses::clipped),
            entry("test_compute_grpo_clip_loss_large_cliprange", PeerLosses::clipped),
            entry("test_compute_grpo_clip_loss_small_cliprange", PeerLosses::clipped),
            entry("test_compute_policy_gradient_loss_grpo_clip", PeerLosses::clipped),
            entry("test_grpo_microbatch_train_step_grpo_clip", PeerLosses::clipped),
            entry(
                    "value_loss",
                    in -> PeerLosses.value(in, aggregation(in.get("agg").asText()))),
            entry("ppo_value", in -> PeerLosses.value(in, Aggregation.TOKEN_MEAN)),
            entry("rm_pairwise", PeerLosses::ranking),
            entry("sft_token_mean", in -> PeerLosses.nextToken(in, Aggregation.TOKEN_MEAN, 1)),
            entry("sft_seq_mean", in -> PeerLosses.nextToken(in, Aggregation.SEQ_MEAN_TOKEN_MEAN, 1)),
            entry("test_sft_microbatch_train_step", PeerLosses::scaledNextToken),
            entry("test_sft_microbatch_train_step_normalize", PeerLosses::scaledNextToken),
            entry("agg_loss:token-mean", in -> PeerLosses.aggregated(in, Aggregation.TOKEN_MEAN)),
            entry("agg_loss:seq-mean-token-sum", in -> PeerLosses.aggregated(in, Aggregation.SEQ_MEAN_TOKEN_SUM)),
            entry("agg_loss:seq-mean-token-mean", in -> PeerLosses.aggregated(in, Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            entry(
                    "agg_loss:seq-mean-token-sum-norm",
                    in -> PeerLosses.aggregated(in, Aggregation.SEQ_MEAN_TOKEN_SUM_NORM)),
            entry("aggregate_token_mean", in -> PeerLosses.aggregated(in, Aggregation.TOKEN_MEAN)),
            entry("aggregate_seq_mean_token_mean", in -> PeerLosses.aggregated(in, Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            entry("aggregate_excludes_fully_masked", in -> PeerLosses.aggregated(in, Aggregation.SEQ_MEAN_TOKEN_MEAN)));

    private static Aggregation aggregation(String mode) {
        return Aggregation.valueOf(mode.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** verl's norm mode divides the sum over all tokens by the width alone, ours by the number of responses too. */
    static double widthOverSequences(double[][] grid, boolean[][] mask) {
        long sequences = Arrays.stream(mask)
                .filter(row -> IntStream.range(0, row.length).anyMatch(t -> row[t]))
                .count();
        return (double) grid[0].length / sequences;
    }

    private static Map<String, Object> advantages(JsonNode in, boolean whiten) {
        double[][] rewards = grid(in.get("rewards"));
        double[][] values = in.has("values") ? grid(in.get("values")) : new double[rewards.length][rewards[0].length];
        boolean[][] mask = mask(in, "mask", rewards);
        var gae = new GeneralizedAdvantage(in.get("gamma").asDouble(), number(in, "lam", 1));
        var advantages = new double[rewards.length][];
        var returns = new double[rewards.length][];
        for (int i = 0; i < rewards.length; i++) {
            GeneralizedAdvantage.Estimate estimate = gae.estimate(rewards[i], values[i], mask[i], 0);
            advantages[i] = estimate.advantages();
            returns[i] = estimate.returns();
        }
        double[][] scaled = whiten ? new Whitening(false).apply(advantages, mask) : advantages;
        return Map.of("advantages", scaled, "returns", returns);
    }

    private static Map<String, Object> kl(JsonNode in, Kl.Estimator estimator, double limit) {
        var kl = new Kl(estimator, limit);
        return Map.of("kl", onTokens(in, kl::at), "grad_logprob", onTokens(in, kl::slope));
    }

    private static double[][] onTokens(JsonNode in, DoubleBinaryOperator function) {
        double[][] logprobs = grid(in.has("logprob") ? in.get("logprob") : in.get("logprobs"));
        double[][] reference = grid(in.has("ref_logprob") ? in.get("ref_logprob") : in.get("ref_logprobs"));
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> IntStream.range(0, logprobs[i].length)
                        .mapToDouble(t -> function.applyAsDouble(logprobs[i][t], reference[i][t]))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static Map<String, Object> controller(JsonNode in) {
        var controller =
                new KlController(in.get("target").asDouble(), in.get("horizon").asDouble());
        double coefficient = in.get("init").asDouble();
        var values = new double[in.get("updates").size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode update = in.get("updates").get(i);
            coefficient = controller.next(
                    coefficient, update.get(0).asDouble(), update.get(1).asInt());
            values[i] = coefficient;
        }
        return Map.of("values", values);
    }

    /** OpenRLHF clips the score first (our reward's normaliser does) and leaves the penalty on tokens outside the mask. */
    private static Map<String, Object> tokenRewards(JsonNode in) {
        double[][] kl = grid(in.get("kl"));
        boolean[][] mask = mask(in, "mask", kl);
        double coefficient = in.get("kl_coef").asDouble();
        var rewards = new double[kl.length][];
        for (int i = 0; i < kl.length; i++) {
            double score = Math.clamp(
                    in.get("score").get(i).asDouble(),
                    in.get("clip").get(0).asDouble(),
                    in.get("clip").get(1).asDouble());
            rewards[i] = TokenRewards.of(kl[i], coefficient, score, mask[i]);
            for (int t = 0; t < kl[i].length; t++) {
                rewards[i][t] += mask[i][t] ? 0 : -coefficient * kl[i][t];
            }
        }
        return Map.of("reward", rewards);
    }

    private static Map<String, Object> klRewards(JsonNode in) {
        double[][] kl = onTokens(in, Kl.of(Kl.Estimator.K1)::at);
        boolean[][] mask = Rollouts.everywhere(kl);
        double coefficient = in.get("kl_coeff").asDouble();
        var penalties = new double[kl.length][];
        var rewards = new double[kl.length][];
        for (int i = 0; i < kl.length; i++) {
            penalties[i] = TokenRewards.of(kl[i], coefficient, 0, mask[i]);
            rewards[i] =
                    TokenRewards.of(kl[i], coefficient, in.get("scores").get(i).asDouble(), mask[i]);
        }
        return Map.of("kl", kl, "kl_rewards", penalties, "rewards", rewards);
    }

    private static Map<String, Object> moments(JsonNode in) {
        double[][] values = grid(in.has("values") ? in.get("values") : in.get("x"));
        boolean[][] mask = mask(in, "mask", values);
        if (in.path("dim").asInt() == 1) {
            return Map.of(
                    "mean",
                    IntStream.range(0, values.length)
                            .mapToDouble(i -> RunningMoments.of(new double[][] {values[i]}, new boolean[][] {mask[i]})
                                    .mean())
                            .toArray());
        }
        RunningMoments moments = RunningMoments.of(values, mask);
        return Map.of("mean", moments.mean(), "var", moments.variance());
    }

    private static Map<String, Object> whitened(JsonNode in) {
        double[][] values = grid(in.get("values"));
        boolean keepMean = !in.get("shift_mean").asBoolean();
        return Map.of("whitened", new Whitening(keepMean).apply(values, mask(in, "mask", values)));
    }

    static double[] margins(JsonNode in) {
        return in.get("margin").isArray()
                ? row(in.get("margin"))
                : new double[in.get("chosen").size()];
    }
}
