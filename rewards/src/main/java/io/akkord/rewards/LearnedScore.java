package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import java.util.Set;

/** What the reward model says, as it says it. */
public record LearnedScore() implements Reward {

    @Override
    public Set<Role> models() {
        return Set.of(Role.REWARD);
    }

    @Override
    public double score(Rollout rollout, ModelScores models) {
        return models.of(Role.REWARD);
    }
}
