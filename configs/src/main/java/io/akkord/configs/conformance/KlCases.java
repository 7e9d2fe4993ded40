package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.configs.vectors.Value;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** KL estimators, what they cost in the reward, and the controller of their coefficient. */
final class KlCases {

    private KlCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("kl", KlCases::own),
            entry("kl_penalty:kl", in -> kl(in, Kl.Estimator.K1, 0)),
            entry("kl_penalty:k1", in -> kl(in, Kl.Estimator.K1, 0)),
            entry("kl_penalty:abs", in -> kl(in, Kl.Estimator.ABS, 0)),
            entry("kl_penalty:mse", in -> kl(in, Kl.Estimator.K2, 0)),
            entry("kl_penalty:k2", in -> kl(in, Kl.Estimator.K2, 0)),
            entry("kl_penalty:low_var_kl", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("kl_penalty:k3", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("approx_kl:k1", in -> kl(in, Kl.Estimator.K1, 10)),
            entry("approx_kl:k2", in -> kl(in, Kl.Estimator.K2, 10)),
            entry("approx_kl:k3", in -> kl(in, Kl.Estimator.K3, 10)),
            entry("kl:k1", in -> kl(in, Kl.Estimator.K1, in.number("output_clamp", 0))),
            entry("kl:k2", in -> kl(in, Kl.Estimator.K2, in.number("output_clamp", 0))),
            entry("kl:k3", in -> kl(in, Kl.Estimator.K3, in.number("output_clamp", 0))),
            entry("kl:k3_input_clamp_grad", in -> {
                throw new Unsupported("a clamp of the log-ratio before its KL is no setting of ours");
            }),
            entry("adaptive_kl_controller", KlCases::controller),
            entry("token_rewards", KlCases::tokenRewards),
            entry("ppo_rewards_kl", KlCases::penalties));

    /** The estimator and the limit of its result by our own names. */
    private static Map<String, Object> own(Value in) {
        return kl(in, Kl.Estimator.valueOf(in.get("estimator").text()), in.number("limit", 0));
    }

    private static Map<String, Object> kl(Value in, Kl.Estimator estimator, double limit) {
        double clamp = in.number("input_clamp", 0);
        if (clamp > 0 && clamp < 10) {
            throw new Unsupported("a clamp of the log-ratio before its KL is no setting of ours");
        }
        var kl = new Kl(estimator, limit);
        double[][] slopes = onTokens(in, kl::slope);
        return Map.of("kl", onTokens(in, kl::at), "grad_logprob", slopes, "grad_logprobs", slopes, "grad", slopes);
    }

    private static double[][] onTokens(Value in, DoubleBinaryOperator function) {
        double[][] logprobs = in.get(in.has("logprob") ? "logprob" : "logprobs").grid();
        double[][] reference =
                in.get(in.has("ref_logprob") ? "ref_logprob" : "ref_logprobs").grid();
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> IntStream.range(0, logprobs[i].length)
                        .mapToDouble(t -> function.applyAsDouble(logprobs[i][t], reference[i][t]))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static Map<String, Object> controller(Value in) {
        var controller =
                new KlController(in.get("target").number(), in.get("horizon").number());
        double coefficient = in.get("init").number();
        var values = new double[in.get("updates").size()];
        for (int i = 0; i < values.length; i++) {
            Value update = in.get("updates").at(i);
            coefficient = controller.next(
                    coefficient, update.at(0).number(), update.at(1).integer());
            values[i] = coefficient;
        }
        return Map.of("values", values);
    }

    /** OpenRLHF clips the score first (our reward's normaliser does) and leaves the penalty on tokens outside the mask. */
    private static Map<String, Object> tokenRewards(Value in) {
        double[][] kl = in.get("kl").grid();
        boolean[][] mask = in.mask("mask", kl);
        double coefficient = Math.max(0, in.get("kl_coef").number());
        Value clip = in.path("clip");
        var rewards = new double[kl.length][];
        for (int i = 0; i < kl.length; i++) {
            double score = in.get("score").at(i).number();
            double clipped = clip.isList()
                    ? Math.clamp(score, clip.at(0).number(), clip.at(1).number())
                    : score;
            rewards[i] = TokenRewards.of(kl[i], coefficient, clipped, mask[i]);
            for (int t = 0; t < kl[i].length; t++) {
                rewards[i][t] += mask[i][t] ? 0 : -coefficient * kl[i][t];
            }
        }
        return Map.of("reward", rewards);
    }

    private static Map<String, Object> penalties(Value in) {
        double[][] kl = onTokens(in, Kl.of(Kl.Estimator.K1)::at);
        boolean[][] mask = StepInputs.everywhere(kl);
        double coefficient = in.get("kl_coeff").number();
        var penalties = new double[kl.length][];
        var rewards = new double[kl.length][];
        for (int i = 0; i < kl.length; i++) {
            int last = in.path("valid_score_idxs").isList()
                    ? in.get("valid_score_idxs").at(i).integer()
                    : kl[i].length - 1;
            if (last != kl[i].length - 1) {
                throw new Unsupported("a score before the last token is no setting of ours");
            }
            penalties[i] = TokenRewards.of(kl[i], coefficient, 0, mask[i]);
            rewards[i] =
                    TokenRewards.of(kl[i], coefficient, in.get("scores").at(i).number(), mask[i]);
        }
        return Map.of("kl", kl, "kl_rewards", penalties, "rewards", rewards);
    }
}
