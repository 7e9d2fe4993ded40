package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.RunningMoments;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.configs.vectors.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Advantages and returns of PPO, and the moments they are whitened by. */
final class AdvantageCases {

    private AdvantageCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("gae_whitened", in -> advantages(in, true)),
            entry("gae_raw", in -> advantages(in, false)),
            entry("gae", in -> advantages(in, false)),
            entry("gae_returns", in -> advantages(in, false)),
            entry("discounted_returns", in -> advantages(in, false)),
            entry("gae_skips_interior_gap", AdvantageCases::gap),
            entry("masked_mean", AdvantageCases::moments),
            entry("masked_var", AdvantageCases::moments),
            entry("masked_whiten", AdvantageCases::whitened));

    private static Map<String, Object> advantages(Value in, boolean whiten) {
        double[][] rewards = in.get("rewards").grid();
        double[][] values = in.has("values") ? in.get("values").grid() : new double[rewards.length][rewards[0].length];
        boolean[][] mask = in.mask("mask", rewards);
        double[][] ends =
                in.has("end_values") ? new double[][] {in.get("end_values").row()} : new double[1][rewards.length];
        var gae = new GeneralizedAdvantage(in.get("gamma").number(), in.number("lam", 1));
        var advantages = new double[rewards.length][];
        var returns = new double[rewards.length][];
        for (int i = 0; i < rewards.length; i++) {
            GeneralizedAdvantage.Estimate estimate = gae.estimate(rewards[i], values[i], mask[i], ends[0][i]);
            advantages[i] = estimate.advantages();
            returns[i] = estimate.returns();
        }
        double[][] scaled = whiten ? new Whitening(false).apply(advantages, mask) : advantages;
        return Map.of("advantages", scaled, "returns", returns);
    }

    /** Tokens that the policy did not sample are stepped over: with them and without them the others' advantages agree. */
    private static Map<String, Object> gap(Value in) {
        Value other = in.get("same_as");
        double reward = in.get("rewards_at_end").number();
        double[] holed = gap(in, reward);
        double[] whole = gap(other, reward);
        boolean same = holed.length == whole.length
                && IntStream.range(0, whole.length).allMatch(t -> Math.abs(holed[t] - whole[t]) <= 1e-12);
        return Map.of("property", same);
    }

    private static double[] gap(Value in, double reward) {
        double[] values = in.get("values").at(0).row();
        boolean[] mask = in.mask("mask", new double[][] {values})[0];
        var rewards = new double[values.length];
        rewards[values.length - 1] = reward;
        double[] advantages = new GeneralizedAdvantage(0.9, 0.8)
                .estimate(rewards, values, mask, 0)
                .advantages();
        return IntStream.range(0, values.length)
                .filter(t -> mask[t])
                .mapToDouble(t -> advantages[t])
                .toArray();
    }

    private static Map<String, Object> moments(Value in) {
        double[][] values = in.get(in.has("values") ? "values" : "x").grid();
        boolean[][] mask = in.mask("mask", values);
        if (!in.path("dim").isNothing()) {
            int dimension = in.get("dim").integer();
            if (dimension != 1 && dimension != -1) {
                throw new Unsupported("a mean over responses, token by token, is no function of ours");
            }
            return Map.of(
                    "mean",
                    IntStream.range(0, values.length)
                            .mapToDouble(i -> RunningMoments.of(new double[][] {values[i]}, new boolean[][] {mask[i]})
                                    .mean())
                            .toArray());
        }
        RunningMoments moments = RunningMoments.of(values, mask);
        double count = Arrays.stream(mask)
                .mapToLong(row ->
                        IntStream.range(0, row.length).filter(t -> row[t]).count())
                .sum();
        boolean biased = in.has("unbiased") && !in.get("unbiased").flag();
        return Map.of(
                "mean", moments.mean(), "var", biased ? moments.variance() * (count - 1) / count : moments.variance());
    }

    private static Map<String, Object> whitened(Value in) {
        double[][] values = in.get("values").grid();
        boolean keepMean = in.has("shift_mean") && !in.get("shift_mean").flag();
        return Map.of("whitened", new Whitening(keepMean).apply(values, in.mask("mask", values)));
    }
}
