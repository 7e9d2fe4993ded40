package io.akkord.configs.conformance;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.Surrogate;
import io.akkord.configs.vectors.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The numbers from which a policy learns, all {@code [rows][tokens]} and in nats where they are log-probs.
 *
 * @param logprobs now
 * @param old when the iteration began
 * @param mask true for tokens that teach
 */
record PolicyStep(double[][] logprobs, double[][] old, double[][] advantages, boolean[][] mask) {

    /** The step of a case, whatever its project calls things; without old log-probs these are the present ones. */
    static PolicyStep of(Value in) {
        double[][] logprobs = field(in, "logprob", "logprobs", "logps", "policy_log_probs");
        String[] old = {"old_logprob", "old_logprobs", "old_logps", "old_log_probs"};
        boolean hasOld = Arrays.stream(old).anyMatch(in::has);
        String mask = in.has("response_mask") ? "response_mask" : "mask";
        return new PolicyStep(
                logprobs, hasOld ? field(in, old) : logprobs, advantages(in, logprobs), in.mask(mask, logprobs));
    }

    private static double[][] field(Value in, String... names) {
        String name = Arrays.stream(names).filter(in::has).findFirst().orElse(names[0]);
        return in.get(name).grid();
    }

    /** Advantages may be one a row. */
    private static double[][] advantages(Value in, double[][] like) {
        String name = in.has("advantages")
                ? "advantages"
                : in.has("raw_rewards") ? "raw_rewards" : "raw_rewards_or_advantages";
        Value given = in.get(name);
        boolean flat = like.length == 1 && !given.at(0).isList() && given.size() == like[0].length;
        return IntStream.range(0, like.length)
                .mapToObj(i -> {
                    Value own = flat ? given : given.at(i);
                    return IntStream.range(0, like[i].length)
                            .mapToDouble(t -> own.isList()
                                    ? own.at(own.size() == 1 ? 0 : t).number()
                                    : own.number())
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    Experience columns() {
        return StepInputs.rollouts(mask)
                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(old))
                .with(Column.ADVANTAGES, TokenGrid.of(advantages));
    }

    Derivative of(PolicyGradient objective) {
        return StepInputs.derivative(objective, columns(), TokenGrid.of(logprobs));
    }

    /** Loss, slopes and metrics by the peers' names, as {@code scale} makes them. */
    Map<String, Object> outputs(PolicyGradient objective, Experience columns, double scale) {
        Derivative derivative = StepInputs.derivative(objective, columns, TokenGrid.of(logprobs));
        double[][] slopes = StepInputs.scaled(derivative.slopes(), scale);
        Map<String, Double> metrics = derivative.metrics().values();
        double clipped = metrics.getOrDefault("policy/clipfrac", Double.NaN);
        double kl = metrics.getOrDefault("policy/approx_kl", Double.NaN);
        double bounded = metrics.getOrDefault("policy/clipfrac_lower", 0.0);
        var outputs = new HashMap<String, Object>();
        for (String name : new String[] {"grad_logprob", "grad_logprobs", "grad_logps", "policy_log_probs_grad"}) {
            outputs.put(name, slopes);
        }
        outputs.put("loss", derivative.loss() * scale);
        outputs.put("policy_loss", derivative.loss());
        outputs.put("clip_ratio", clipped);
        outputs.put("ppo_kl", kl);
        outputs.put(
                "metrics",
                Map.of("actor/pg_clipfrac", clipped, "actor/pg_clipfrac_lower", bounded, "actor/ppo_kl", kl));
        double[][] tokens = tokens(objective.surrogate());
        outputs.put("per_token", tokens);
        outputs.put("array", tokens);
        return outputs;
    }

    private double[][] tokens(Surrogate surrogate) {
        boolean[][] everywhere = StepInputs.everywhere(old);
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> surrogate
                        .of(logprobs[i], old[i], advantages[i], everywhere[i], new double[old[i].length])
                        .losses())
                .toArray(double[][]::new);
    }

    /** {@code [rows][tokens]}. */
    double[][] ratios() {
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> IntStream.range(0, logprobs[i].length)
                        .mapToDouble(t -> Math.exp(logprobs[i][t] - old[i][t]))
                        .toArray())
                .toArray(double[][]::new);
    }
}
