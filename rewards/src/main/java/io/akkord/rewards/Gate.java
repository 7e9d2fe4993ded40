package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One reward where another reaches {@code at}, else a constant: format before content, correctness before style.
 *
 * <p>A response that does not pass the gate never meets the reward behind it, which may therefore be one that only makes
 * sense of well-formed responses.
 *
 * @param reward the score of what passes
 * @param condition decides what passes
 * @param at the least score of {@code condition} that passes
 * @param otherwise the score of what does not
 */
public record Gate(Reward reward, Reward condition, double at, double otherwise) implements Reward {

    /** @throws IllegalArgumentException if {@code at} or {@code otherwise} is not finite, or both ask a judge differently */
    public Gate {
        if (!Double.isFinite(at) || !Double.isFinite(otherwise)) {
            throw new IllegalArgumentException("at and otherwise must be finite, were " + at + " and " + otherwise);
        }
        var _ = Reward.oneRubric(List.of(reward, condition));
    }

    @Override
    public Set<Role> models() {
        var models = EnumSet.noneOf(Role.class);
        models.addAll(reward.models());
        models.addAll(condition.models());
        return models;
    }

    @Override
    public Optional<Rubric> rubric() {
        return Reward.oneRubric(List.of(reward, condition));
    }

    @Override
    public Gate among(List<Rollout> rollouts) {
        return new Gate(reward.among(rollouts), condition.among(rollouts), at, otherwise);
    }

    /** @throws Unscored if the condition has no finite score, or what passed cannot be scored */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Exception {
        return Threshold.reached(condition, at, rollout, models) ? reward.score(rollout, models) : otherwise;
    }
}
