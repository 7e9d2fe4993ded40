package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage.Spread;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.configs.vectors.Value;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Advantages without a critic. */
final class GroupCases {

    private GroupCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("grpo", in -> withoutLonely(in, Kind.GRPO)),
            entry("rloo", in -> withoutLonely(in, Kind.RLOO)),
            entry("opo", in -> withoutLonely(in, Kind.OPO)),
            entry("grpo_passk", in -> Map.of("advantages", estimated(in, Kind.PASS_AT_K))),
            entry("reinforce_plus_plus", GroupCases::reinforcePlusPlus),
            entry("reinforce_plus_plus_baseline", GroupCases::withBaseline),
            entry("remax", GroupCases::remax),
            entry("group_normalized", GroupCases::own),
            entry("test_compute_group_normalized_rewards_normalize_by_std", GroupCases::normalized),
            entry("test_compute_group_normalized_rewards_no_normalize_by_std", GroupCases::normalized));

    private static int[] groups(Value in) {
        return Arrays.stream(in.get("group").row()).mapToInt(id -> (int) id).toArray();
    }

    private static double[][] advantages(Value in, Kind kind, double[] scores, double[] baselines) {
        double[][] like = in.get(in.has("rewards") ? "rewards" : "mask").grid();
        Spread spread = !in.has("norm_by_std") || in.get("norm_by_std").flag() ? Spread.UNBIASED : Spread.NONE;
        double epsilon = in.number("eps", 1e-6);
        return new AdvantageEstimator(kind, spread, epsilon)
                .of(scores, new double[like.length][like[0].length], in.mask("mask", like), groups(in), baselines);
    }

    private static double[][] estimated(Value in, Kind kind) {
        double[] scores = in.get("scores").row();
        return advantages(in, kind, scores, new double[scores.length]);
    }

    private static boolean isLonely(int[] groups, int row) {
        return Arrays.stream(groups).filter(group -> group == groups[row]).count() == 1;
    }

    /** verl lets the raw score of a group of one through, its fault: there is nothing to compare, and ours is 0. */
    private static Map<String, Object> withoutLonely(Value in, Kind kind) {
        double[][] advantages = estimated(in, kind);
        int[] groups = groups(in);
        Object[] compared = IntStream.range(0, groups.length)
                .mapToObj(row -> isLonely(groups, row) ? Comparison.LEFT_OUT : advantages[row])
                .toArray();
        long lonely =
                Arrays.stream(compared).filter(Comparison.LEFT_OUT::equals).count();
        if (lonely == 0) {
            return Map.of("advantages", advantages);
        }
        if (lonely == groups.length) {
            throw new Unsupported("groups of one alone: the peer lets the raw score through, a fault");
        }
        return Map.of(
                "advantages",
                compared,
                CaseFunction.REMARK,
                "rows in a group of one were left out: the peer lets their raw score through, a fault");
    }

    /** The same fault, spread over all rows by the whitening. */
    private static Map<String, Object> withBaseline(Value in) {
        int[] groups = groups(in);
        if (IntStream.range(0, groups.length).anyMatch(row -> isLonely(groups, row))) {
            throw new Unsupported("a group of one: the peer lets its raw score through, a fault, and whitens with it");
        }
        return Map.of("advantages", estimated(in, Kind.REINFORCE_PLUS_PLUS_BASELINE));
    }

    private static double[][] returns(Value in, double gamma) {
        double[][] rewards = in.get("rewards").grid();
        boolean[][] mask = in.mask("mask", rewards);
        var toCome = new GeneralizedAdvantage(gamma, 1);
        return IntStream.range(0, rewards.length)
                .mapToObj(i -> toCome.estimate(rewards[i], new double[rewards[i].length], mask[i], 0)
                        .returns())
                .toArray(double[][]::new);
    }

    private static Map<String, Object> reinforcePlusPlus(Value in) {
        double[][] rewards = in.get("rewards").grid();
        boolean[][] mask = in.mask("mask", rewards);
        double gamma = in.get("gamma").number();
        boolean holes = Arrays.stream(mask)
                .anyMatch(row -> IntStream.range(1, row.length).anyMatch(t -> row[t] && !row[t - 1]));
        if (holes) {
            throw new Unsupported("tokens of a tool: the peer forgets there what is still to come, a fault");
        }
        double[][] returns = returns(in, gamma);
        if (gamma != 1) {
            return Map.of("returns", returns, "advantages", new Whitening(false).apply(returns, mask));
        }
        double[][] penalties = StepInputs.scaled(rewards, -1);
        var nothing = new double[rewards.length];
        double[][] advantages = new AdvantageEstimator(Kind.REINFORCE_PLUS_PLUS, Spread.NONE, 0)
                .of(nothing, penalties, mask, new int[rewards.length], nothing);
        return Map.of("returns", returns, "advantages", advantages);
    }

    private static Map<String, Object> remax(Value in) {
        double[][] advantages = advantages(
                in, Kind.REMAX, in.get("scores").row(), in.get("baselines").row());
        return Map.of("returns", returns(in, 1), "advantages", advantages);
    }

    private static Map<String, Object> normalized(Value in) {
        double[] scores = in.get("raw_rewards").row();
        int size = in.get("group_size").integer();
        int[] groups = IntStream.range(0, scores.length).map(i -> i / size).toArray();
        Spread spread = in.get("normalize_by_std").flag() ? Spread.UNBIASED : Spread.NONE;
        return Map.of(
                "raw_rewards",
                scores,
                "normalized_rewards",
                GroupAdvantage.normalized(
                        scores, groups, spread, in.get("advantage_eps").number()));
    }

    /** By our own names: {@code spread} and {@code epsilon}. */
    private static Map<String, Object> own(Value in) {
        Spread spread =
                Spread.valueOf(in.get("spread").text().toUpperCase(Locale.ROOT).replace('-', '_'));
        double[] advantages = GroupAdvantage.normalized(
                in.get("scores").row(), groups(in), spread, in.get("epsilon").number());
        return Map.of("advantages", advantages);
    }
}
