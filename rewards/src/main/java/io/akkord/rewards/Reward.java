package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges one response; a lambda is a reward.
 *
 * <p>Rewards must be pure and safe on many threads at once. Long work should answer an interrupt: a response whose time
 * is up is marked unscored, and its thread is given up unless the reward returns.
 */
@FunctionalInterface
public interface Reward {

    /**
     * How good the response is; higher is better, the scale is the reward's own.
     *
     * @param models what the networks of {@link #models()} said of this rollout
     * @return a finite number; NaN or an infinity marks the response unscored
     * @throws Unscored with a sentence for the user, when this response cannot be judged
     * @throws Exception any other failure, which marks the response unscored as well
     */
    double score(Rollout rollout, ModelScores models) throws Exception;

    /** The networks this reward asks; each becomes an {@code infer} step of the workflow. */
    default Set<Role> models() {
        return Set.of();
    }

    /** How {@link Role#JUDGE} is asked, where it is among the {@link #models()}. */
    default Optional<Rubric> rubric() {
        return Optional.empty();
    }

    /**
     * The one rubric of several rewards, since a workflow asks {@link Role#JUDGE} one question of each rollout.
     *
     * @throws IllegalArgumentException if they have two different ones
     */
    static Optional<Rubric> oneRubric(Collection<Reward> rewards) {
        List<Rubric> rubrics = rewards.stream()
                .flatMap(reward -> reward.rubric().stream())
                .distinct()
                .toList();
        if (rubrics.size() > 1) {
            throw new IllegalArgumentException("a reward may ask the judge one question only, and its parts ask two: "
                    + rubrics.stream()
                            .limit(2)
                            .map(rubric -> '"' + rubric.template().text().replace("\n", "\\n") + '"')
                            .collect(Collectors.joining(" and ")));
        }
        return rubrics.stream().findFirst();
    }

    /**
     * The reward that scores one of these rollouts; a reward that compares the responses of one prompt binds them here.
     *
     * <p>Called once before any of them is scored, so it should be quick: no time limit guards it.
     *
     * @param rollouts all that are scored together; those of one prompt share {@code prompt().index()}
     */
    default Reward among(List<Rollout> rollouts) {
        return this;
    }
}
