package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * 1 where another reward reaches {@code at}, else 0; what is unscored stays so.
 *
 * @param reward what is measured
 * @param at the least score that counts, on the scale of {@code reward}
 */
public record Threshold(Reward reward, double at) implements Reward {

    /** @throws IllegalArgumentException if {@code at} is not finite */
    public Threshold {
        if (!Double.isFinite(at)) {
            throw new IllegalArgumentException("at must be finite, was " + at);
        }
    }

    @Override
    public Set<Role> models() {
        return reward.models();
    }

    @Override
    public Optional<Rubric> rubric() {
        return reward.rubric();
    }

    @Override
    public Threshold among(List<Rollout> rollouts) {
        return new Threshold(reward.among(rollouts), at);
    }

    /** @throws Unscored if the other reward's score is not finite */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Exception {
        return reached(reward, at, rollout, models) ? 1 : 0;
    }

    /** Whether a reward reaches a score; NaN reaches nothing and fails nothing, so it is refused. */
    static boolean reached(Reward reward, double at, Rollout rollout, ModelScores models) throws Exception {
        double score = reward.score(rollout, models);
        if (!Double.isFinite(score)) {
            throw new Unscored("the reward is " + score);
        }
        return score >= at;
    }
}
