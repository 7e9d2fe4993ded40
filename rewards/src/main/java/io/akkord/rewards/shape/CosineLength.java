package io.akkord.rewards.shape;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Right and wrong responses worth more or less by their length, along half a cosine.
 *
 * <p>Yeo et al. 2025, eq. 1: a right answer is worth most when short, a wrong one costs most when short, which asks for more
 * thought only where it is needed. From {@code score = long + (short - long) * (1 + cos(pi * length / maxTokens)) / 2};
 * lengths beyond {@code maxTokens} count as that.
 *
 * @param right says whether a response is right: where it scores at least {@code at}
 * @param at the least score of {@code right} that counts as right
 * @param maxTokens length at which the far ends are reached; at least 1
 * @param shortRight what a right response of no tokens is worth
 * @param longRight what a right response of {@code maxTokens} is worth
 * @param shortWrong what a wrong response of no tokens is worth
 * @param longWrong what a wrong response of {@code maxTokens} is worth
 */
public record CosineLength(
        Reward right,
        double at,
        int maxTokens,
        double shortRight,
        double longRight,
        double shortWrong,
        double longWrong)
        implements Reward {

    /** @throws IllegalArgumentException if a number lies outside its range */
    public CosineLength {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max-tokens must be at least 1, was " + maxTokens);
        }
        if (!Double.isFinite(at + shortRight + longRight + shortWrong + longWrong)) {
            throw new IllegalArgumentException("at and the four scores must be finite");
        }
    }

    @Override
    public Set<Role> models() {
        return right.models();
    }

    @Override
    public Optional<Rubric> rubric() {
        return right.rubric();
    }

    @Override
    public CosineLength among(List<Rollout> rollouts) {
        return new CosineLength(right.among(rollouts), at, maxTokens, shortRight, longRight, shortWrong, longWrong);
    }

    @Override
    public double score(Rollout rollout, ModelScores models) throws Exception {
        boolean holds = new Threshold(right, at).score(rollout, models) == 1;
        double progress = Math.min(1, (double) rollout.response().length / maxTokens);
        double bend = (1 + Math.cos(Math.PI * progress)) / 2;
        return holds ? longRight + (shortRight - longRight) * bend : longWrong + (shortWrong - longWrong) * bend;
    }
}
