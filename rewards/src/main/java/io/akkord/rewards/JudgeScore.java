package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import java.util.Optional;
import java.util.Set;

/**
 * What a judge thinks a response is worth, by its probabilities of the rubric's verdicts.
 *
 * @param asked how the judge is asked; where it answers with none of the verdicts the response is unscored
 */
public record JudgeScore(Rubric asked) implements Reward {

    @Override
    public Set<Role> models() {
        return Set.of(Role.JUDGE);
    }

    @Override
    public Optional<Rubric> rubric() {
        return Optional.of(asked);
    }

    @Override
    public double score(Rollout rollout, ModelScores models) {
        return models.of(Role.JUDGE);
    }
}
