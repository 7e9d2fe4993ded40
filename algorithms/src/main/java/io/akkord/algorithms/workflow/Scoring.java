package io.akkord.algorithms.workflow;

import io.akkord.algorithms.judge.Rubric;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an algorithm may know of the experiment's reward: which networks it asks, so that they are in the graph.
 *
 * @param given whether there is a reward at all
 * @param rewardModel whether it asks {@link Role#REWARD} for a score
 * @param rubric how it asks {@link Role#JUDGE}, where it does
 */
public record Scoring(boolean given, boolean rewardModel, Optional<Rubric> rubric) {

    /** No reward. */
    public static Scoring none() {
        return new Scoring(false, false, Optional.empty());
    }

    /** A reward that asks no network. */
    public static Scoring plain() {
        return new Scoring(true, false, Optional.empty());
    }

    /** The score of a reward model, alone or among others. */
    public static Scoring learned() {
        return new Scoring(true, true, Optional.empty());
    }

    /** The networks that are asked. */
    public Set<Role> models() {
        var models = EnumSet.noneOf(Role.class);
        if (rewardModel) {
            models.add(Role.REWARD);
        }
        rubric.ifPresent(asked -> models.add(Role.JUDGE));
        return models;
    }
}
