package io.akkord.rewards.shape;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;

/**
 * Soft overlong punishment: 0 up to a length, then falling in a straight line.
 *
 * <p>DAPO (Yu et al. 2025, eq. 13), which cuts at the length limit, so that a hard cliff there does not punish sound
 * reasoning that was merely long. With {@code e = length - (maxTokens - buffer)}: {@code min(-e / buffer * factor, 0)}.
 *
 * @param maxTokens length, the end-of-sequence id included, at which the whole punishment is reached; at least 1
 * @param buffer how many tokens before that the punishment begins, in [1, maxTokens]
 * @param factor the whole punishment, positive
 * @param capped whether longer responses are punished no further (as OpenRLHF and TRL do; verl goes on)
 */
public record Overlong(int maxTokens, int buffer, double factor, boolean capped) implements Reward {

    /** @throws IllegalArgumentException if a number lies outside its range */
    public Overlong {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max-tokens must be at least 1, was " + maxTokens);
        }
        if (buffer < 1 || buffer > maxTokens) {
            throw new IllegalArgumentException("buffer must lie in [1, max-tokens = " + maxTokens + "], was " + buffer);
        }
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor must be positive, was " + factor);
        }
    }

    /** In {@code [-factor, 0]} where capped, else at most 0. */
    @Override
    public double score(Rollout rollout, ModelScores models) {
        double exceed = (double) rollout.response().length - (maxTokens - buffer);
        return exceed <= 0 ? 0 : -(capped ? Math.min(exceed, buffer) : exceed) / buffer * factor;
    }
}
