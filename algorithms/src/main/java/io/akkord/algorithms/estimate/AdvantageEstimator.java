package io.akkord.algorithms.estimate;

import io.akkord.algorithms.estimate.GroupAdvantage.Spread;

/**
 * Advantages without a critic.
 *
 * @param kind which
 * @param spread what {@code grpo} divides a distance from the group's mean by, and {@code pass-at-k} a lead
 * @param epsilon added to that spread
 */
public record AdvantageEstimator(Kind kind, Spread spread, double epsilon) {

    /** The estimators there are. */
    public enum Kind {
        /** {@link GroupAdvantage#normalized}. */
        GRPO,
        /** The distance from the group's mean. Liu et al. 2025, "Understanding R1-zero-like training", section 3.2. */
        DR_GRPO,
        /** {@link GroupAdvantage#leaveOneOut}. */
        RLOO,
        /** {@link GroupAdvantage#lengthWeighted}. */
        OPO,
        /** {@link GroupAdvantage#bestOfGroup}. */
        PASS_AT_K,
        /** What is to come after each token, whitened over the iteration. Hu et al. 2025, "REINFORCE++". */
        REINFORCE_PLUS_PLUS,
        /** The distance from the group's mean, whitened over the tokens of the iteration. Same. */
        REINFORCE_PLUS_PLUS_BASELINE,
        /** What is to come after each token, less the score of the policy's greedy response. Li et al. 2024, "ReMax". */
        REMAX;

        /** Whether it compares the responses to one prompt. */
        public boolean comparesGroups() {
            return this != REINFORCE_PLUS_PLUS && this != REMAX;
        }
    }

    public AdvantageEstimator {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("epsilon must be at least 0, was " + epsilon);
        }
    }

    /**
     * The advantage of each token.
     *
     * @param scores {@code [responses]}; NaN marks an unscored response
     * @param penalties {@code [responses][tokens]}, what each token costs for leaving the reference, its weight in it
     * @param mask same shape, true for sampled tokens of scored responses; empty responses are legal
     * @param groups {@code [responses]}, equal numbers for responses to one prompt
     * @param baselines {@code [responses]}, for {@code REMAX} the score of the greedy response to each one's prompt, NaN
     *     where it has none; others do not read it
     * @return {@code [responses][tokens]}; 0 outside the mask
     */
    public double[][] of(double[] scores, double[][] penalties, boolean[][] mask, int[] groups, double[] baselines) {
        return switch (kind) {
            case REINFORCE_PLUS_PLUS -> new Whitening(false).apply(toCome(scores, penalties, mask), mask);
            case REMAX -> less(toCome(scores, penalties, mask), baselines, mask);
            case REINFORCE_PLUS_PLUS_BASELINE ->
                new Whitening(false).apply(onTokens(compared(scores, penalties, mask, groups), mask), mask);
            case GRPO, DR_GRPO, RLOO, OPO, PASS_AT_K -> onTokens(compared(scores, penalties, mask, groups), mask);
        };
    }

    /** One advantage a response, from its group; a penalty in the reward is paid before the comparison. */
    private double[] compared(double[] scores, double[][] penalties, boolean[][] mask, int[] groups) {
        double[] paid = scores.clone();
        var lengths = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int t = 0; t < mask[i].length; t++) {
                paid[i] -= mask[i][t] ? penalties[i][t] : 0;
                lengths[i] += mask[i][t] ? 1 : 0;
            }
        }
        return switch (kind) {
            case RLOO -> GroupAdvantage.leaveOneOut(paid, groups);
            case OPO -> GroupAdvantage.lengthWeighted(paid, lengths, groups);
            case PASS_AT_K -> GroupAdvantage.bestOfGroup(paid, groups, spread, epsilon);
            case GRPO -> GroupAdvantage.normalized(paid, groups, spread, epsilon);
            case DR_GRPO, REINFORCE_PLUS_PLUS_BASELINE, REINFORCE_PLUS_PLUS, REMAX ->
                GroupAdvantage.normalized(paid, groups, Spread.NONE, epsilon);
        };
    }

    /** The reward that is still to come after each token, undiscounted. */
    private static double[][] toCome(double[] scores, double[][] penalties, boolean[][] mask) {
        var undiscounted = new GeneralizedAdvantage(1, 1);
        var returns = new double[scores.length][];
        for (int i = 0; i < returns.length; i++) {
            double[] rewards = TokenRewards.of(penalties[i], 1, scores[i], mask[i]);
            var worthless = new double[rewards.length];
            returns[i] = undiscounted.estimate(rewards, worthless, mask[i], 0).returns();
        }
        return returns;
    }

    private static double[][] less(double[][] returns, double[] baselines, boolean[][] mask) {
        var advantages = new double[returns.length][];
        for (int i = 0; i < returns.length; i++) {
            advantages[i] = new double[returns[i].length];
            for (int t = 0; t < returns[i].length; t++) {
                boolean known = mask[i][t] && !Double.isNaN(baselines[i]);
                advantages[i][t] = known ? returns[i][t] - baselines[i] : 0;
            }
        }
        return advantages;
    }

    private static double[][] onTokens(double[] responses, boolean[][] mask) {
        var tokens = new double[responses.length][];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = new double[mask[i].length];
            for (int t = 0; t < tokens[i].length; t++) {
                tokens[i][t] = mask[i][t] ? responses[i] : 0;
            }
        }
        return tokens;
    }
}
