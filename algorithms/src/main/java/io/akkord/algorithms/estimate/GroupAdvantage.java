package io.akkord.algorithms.estimate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Advantages from comparing the responses to one prompt with each other, so that no critic is needed.
 *
 * <p>Each takes {@code scores [responses]}, in which NaN marks a response that could not be scored, and {@code groups
 * [responses]}, equal numbers for responses to one prompt, in any order. Each answers an advantage for each response.
 * The unscored are left out of every statistic and get 0; so does a group with fewer than two scores, which has nothing to
 * compare, and a group whose scores are all the same, whatever rounding makes of their mean.
 */
public final class GroupAdvantage {

    private GroupAdvantage() {}

    /** What the distance from a group's mean is divided by. */
    public enum Spread {
        /** Standard deviation with n - 1. GRPO in verl, TRL, OpenRLHF. */
        UNBIASED,
        /** Standard deviation with n. GRPO in open-instruct. */
        BIASED,
        /** Nothing. Dr. GRPO (Liu et al. 2025). */
        NONE,
        /**
         * Mean and standard deviation (n - 1) of the other scores of the group, and nothing where those do not vary. GRPO in
         * NeMo-RL.
         */
        LEAVE_ONE_OUT
    }

    /** What is made of the scores of one group, without NaN, at least two, not all equal. */
    @FunctionalInterface
    private interface Comparison {

        /** The advantage of each; {@code members} says which responses they are. */
        double[] of(double[] scores, int[] members);
    }

    /**
     * GRPO, Shao et al. 2024, "DeepSeekMath", section 4.1.2: {@code (s - mean) / (deviation + epsilon)}.
     *
     * @param epsilon added to the deviation, 1e-6 in verl
     */
    public static double[] normalized(double[] scores, int[] groups, Spread spread, double epsilon) {
        return compared(scores, groups, (group, members) -> {
            RunningMoments all = RunningMoments.of(group);
            var advantages = new double[group.length];
            for (int i = 0; i < group.length; i++) {
                advantages[i] = switch (spread) {
                    case UNBIASED -> (group[i] - all.mean()) / (all.deviation() + epsilon);
                    case BIASED ->
                        (group[i] - all.mean()) / (Math.sqrt(all.squaredDeviation() / all.count()) + epsilon);
                    case NONE -> group[i] - all.mean();
                    case LEAVE_ONE_OUT -> {
                        RunningMoments others = RunningMoments.of(without(group, i));
                        double distance = group[i] - others.mean();
                        yield others.deviation() > 0 ? distance / (others.deviation() + epsilon) : distance;
                    }
                };
            }
            return advantages;
        });
    }

    /** RLOO, Ahmadian et al. 2024, "Back to basics": the score less the mean of the group's other scores. */
    public static double[] leaveOneOut(double[] scores, int[] groups) {
        return compared(scores, groups, (group, members) -> {
            double mean = RunningMoments.of(group).mean();
            double scale = group.length / (group.length - 1.0);
            return Arrays.stream(group).map(score -> scale * (score - mean)).toArray();
        });
    }

    /**
     * OPO, Hao et al. 2025, "On-policy RL with optimal reward baseline": the score less the group's mean weighted by
     * length.
     *
     * @param lengths {@code [responses]}, sampled tokens of each
     */
    public static double[] lengthWeighted(double[] scores, int[] lengths, int[] groups) {
        return compared(scores, groups, (group, members) -> {
            double sum = 0;
            double tokens = 0;
            for (int i = 0; i < group.length; i++) {
                sum += lengths[members[i]] * group[i];
                tokens += lengths[members[i]];
            }
            double baseline = tokens == 0 ? 0 : sum / tokens;
            return Arrays.stream(group).map(score -> score - baseline).toArray();
        });
    }

    /**
     * Pass@k, Tang et al. 2025, "Optimizing language models for inference time objectives", as verl has it: the first of the
     * best responses gets its lead over the second best, the others 0.
     *
     * @param spread {@code NONE}, or {@code UNBIASED} to divide by {@code deviation + epsilon}
     */
    public static double[] bestOfGroup(double[] scores, int[] groups, Spread spread, double epsilon) {
        return compared(scores, groups, (group, members) -> {
            int best = 0;
            for (int i = 1; i < group.length; i++) {
                best = group[i] > group[best] ? i : best;
            }
            double second = Arrays.stream(without(group, best)).max().orElseThrow();
            double scale = spread == Spread.NONE ? 1 : RunningMoments.of(group).deviation() + epsilon;
            var advantages = new double[group.length];
            advantages[best] = (group[best] - second) / scale;
            return advantages;
        });
    }

    /** For each group, in the order in which they first appear, whether its scores differ: only then can it teach. */
    public static Map<Integer, Boolean> varies(double[] scores, int[] groups) {
        var varies = new LinkedHashMap<Integer, Boolean>();
        members(groups).forEach((group, members) -> varies.put(group, differ(scored(scores, members), scores)));
        return varies;
    }

    private static double[] compared(double[] scores, int[] groups, Comparison comparison) {
        var advantages = new double[scores.length];
        members(groups).values().forEach(all -> {
            int[] members = scored(scores, all);
            if (differ(members, scores)) {
                double[] group =
                        Arrays.stream(members).mapToDouble(i -> scores[i]).toArray();
                double[] compared = comparison.of(group, members);
                for (int i = 0; i < members.length; i++) {
                    advantages[members[i]] = compared[i];
                }
            }
        });
        return advantages;
    }

    private static Map<Integer, int[]> members(int[] groups) {
        var members = new LinkedHashMap<Integer, int[]>();
        for (int i = 0; i < groups.length; i++) {
            int[] one = {i};
            members.merge(groups[i], one, GroupAdvantage::joined);
        }
        return members;
    }

    private static int[] joined(int[] some, int[] more) {
        int[] joined = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, joined, some.length, more.length);
        return joined;
    }

    private static int[] scored(double[] scores, int[] members) {
        return Arrays.stream(members).filter(i -> !Double.isNaN(scores[i])).toArray();
    }

    private static boolean differ(int[] members, double[] scores) {
        return Arrays.stream(members).anyMatch(i -> scores[i] != scores[members[0]]);
    }

    private static double[] without(double[] group, int left) {
        var others = new double[group.length - 1];
        System.arraycopy(group, 0, others, 0, left);
        System.arraycopy(group, left + 1, others, left, others.length - left);
        return others;
    }
}
