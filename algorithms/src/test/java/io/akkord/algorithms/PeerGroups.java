package io.akkord.algorithms;

import static io.akkord.algorithms.Vectors.grid;
import static io.akkord.algorithms.Vectors.mask;
import static io.akkord.algorithms.Vectors.row;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage.Spread;
import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.estimate.Whitening;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** The peers' advantages of groups in terms of ours. */
final class PeerGroups {

    private PeerGroups() {}

    /** By the name that the vectors use. */
    static final Map<String, PeerFunctions.Function> ALL = Map.ofEntries(
            entry("grpo", in -> Map.of("advantages", lonelyRestored(in, Kind.GRPO))),
            entry("rloo", in -> Map.of("advantages", lonelyRestored(in, Kind.RLOO))),
            entry("opo", in -> Map.of("advantages", lonelyRestored(in, Kind.OPO))),
            entry("grpo_passk", in -> Map.of("advantages", estimated(in, Kind.PASS_AT_K))),
            entry("reinforce_plus_plus", PeerGroups::reinforcePlusPlus),
            entry("reinforce_plus_plus_baseline", PeerGroups::withBaseline),
            entry("remax", PeerGroups::remax),
            entry("test_compute_group_normalized_rewards_normalize_by_std", PeerGroups::normalized),
            entry("test_compute_group_normalized_rewards_no_normalize_by_std", PeerGroups::normalized),
            entry(
                    "soft_overlong_punishment",
                    in -> Map.of(
                            "reward",
                            new SoftOverlong(in.get("soft_punish_cache").asInt(), 1, true)
                                    .at(
                                            in.get("length").asInt(),
                                            in.get("max_completion_len").asInt()))));

    private static int[] groups(JsonNode in) {
        return Arrays.stream(row(in.get("group"))).mapToInt(id -> (int) id).toArray();
    }

    private static double[][] advantages(JsonNode in, Kind kind, double[] scores, double[] baselines) {
        double[][] like = grid(in.get("rewards"));
        Spread spread = !in.has("norm_by_std") || in.get("norm_by_std").asBoolean() ? Spread.UNBIASED : Spread.NONE;
        double epsilon = Vectors.number(in, "eps", 1e-6);
        return new AdvantageEstimator(kind, spread, epsilon)
                .of(scores, new double[like.length][like[0].length], mask(in, "mask", like), groups(in), baselines);
    }

    private static double[][] estimated(JsonNode in, Kind kind) {
        double[] scores = row(in.get("scores"));
        return advantages(in, kind, scores, new double[scores.length]);
    }

    /** verl lets the raw score of a group of one through, its fault: there is nothing to compare, and ours is 0. */
    private static double[][] lonelyRestored(JsonNode in, Kind kind) {
        double[][] advantages = estimated(in, kind);
        int[] groups = groups(in);
        double[][] mask = grid(in.get("mask"));
        for (int i = 0; i < groups.length; i++) {
            int group = groups[i];
            if (Arrays.stream(groups).filter(other -> other == group).count() == 1) {
                for (int t = 0; t < mask[i].length; t++) {
                    if (advantages[i][t] != 0) {
                        throw new AssertionError("a group of one has advantage " + advantages[i][t]);
                    }
                    boolean divided = in.path("norm_by_std").asBoolean();
                    advantages[i][t] = in.get("scores").get(i).asDouble() * mask[i][t] / (divided ? 1 + 1e-6 : 1);
                }
            }
        }
        return advantages;
    }

    /** The same fault, hidden by the whitening: so only what comes before it differs. */
    private static Map<String, Object> withBaseline(JsonNode in) {
        double[][] centred = lonelyRestored(in, Kind.DR_GRPO);
        double[][] whitened = new Whitening(false).apply(centred, mask(in, "mask", centred));
        int[] groups = groups(in);
        boolean lonely = Arrays.stream(groups)
                .anyMatch(group ->
                        Arrays.stream(groups).filter(other -> other == group).count() == 1);
        return Map.of("advantages", lonely ? whitened : estimated(in, Kind.REINFORCE_PLUS_PLUS_BASELINE));
    }

    private static double[][] returns(JsonNode in, double gamma) {
        double[][] rewards = grid(in.get("rewards"));
        boolean[][] mask = mask(in, "mask", rewards);
        var toCome = new GeneralizedAdvantage(gamma, 1);
        return IntStream.range(0, rewards.length)
                .mapToObj(i -> toCome.estimate(rewards[i], new double[rewards[i].length], mask[i], 0)
                        .returns())
                .toArray(double[][]::new);
    }

    /**
     * verl forgets at a tool's token what is still to come after it, its fault: the runs between such tokens are taken here
     * as responses of their own. Ours carries the reward through, and discounts nothing; so only the cases without holes and
     * discount are wholly ours.
     */
    private static Map<String, Object> reinforcePlusPlus(JsonNode in) {
        double[][] rewards = grid(in.get("rewards"));
        boolean[][] mask = mask(in, "mask", rewards);
        double gamma = in.get("gamma").asDouble();
        boolean holes = Arrays.stream(mask)
                .anyMatch(row -> IntStream.range(1, row.length).anyMatch(t -> row[t] && !row[t - 1]));
        if (gamma != 1 || holes) {
            double[][] returns = forgetful(rewards, mask, gamma);
            return Map.of("returns", returns, "advantages", new Whitening(false).apply(returns, mask));
        }
        double[][] penalties = Arrays.stream(rewards)
                .map(row -> Arrays.stream(row).map(reward -> -reward).toArray())
                .toArray(double[][]::new);
        var nothing = new double[rewards.length];
        double[][] advantages = new AdvantageEstimator(Kind.REINFORCE_PLUS_PLUS, Spread.NONE, 0)
                .of(nothing, penalties, mask, new int[rewards.length], nothing);
        return Map.of("returns", returns(in, gamma), "advantages", advantages);
    }

    private static double[][] forgetful(double[][] rewards, boolean[][] mask, double gamma) {
        var returns = new double[rewards.length][rewards[0].length];
        for (int i = 0; i < returns.length; i++) {
            for (int start = 0, t = 0; t <= mask[i].length; t++) {
                if (t == mask[i].length || !mask[i][t]) {
                    double[] run = Arrays.copyOfRange(rewards[i], start, t);
                    boolean[] sampled = Rollouts.everywhere(new double[][] {run})[0];
                    double[] own = new GeneralizedAdvantage(gamma, 1)
                            .estimate(run, new double[run.length], sampled, 0)
                            .returns();
                    System.arraycopy(own, 0, returns[i], start, own.length);
                    start = t + 1;
                }
            }
        }
        return returns;
    }

    private static Map<String, Object> remax(JsonNode in) {
        return Map.of(
                "returns",
                returns(in, 1),
                "advantages",
                advantages(in, Kind.REMAX, row(in.get("scores")), row(in.get("baselines"))));
    }

    private static Map<String, Object> normalized(JsonNode in) {
        double[] scores = row(in.get("raw_rewards"));
        int size = in.get("group_size").asInt();
        int[] groups = IntStream.range(0, scores.length).map(i -> i / size).toArray();
        Spread spread = in.get("normalize_by_std").asBoolean() ? Spread.UNBIASED : Spread.NONE;
        return Map.of(
                "raw_rewards",
                scores,
                "normalized_rewards",
                GroupAdvantage.normalized(
                        scores, groups, spread, in.get("advantage_eps").asDouble()));
    }
}
