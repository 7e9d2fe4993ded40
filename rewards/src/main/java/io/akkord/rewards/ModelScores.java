package io.akkord.rewards;

import io.akkord.algorithms.workflow.Role;

/** What a reward model or judge said of one rollout, computed before the reward is asked. */
@FunctionalInterface
public interface ModelScores {

    /**
     * The number the network yielded at the response's last token.
     *
     * @throws IllegalStateException if the reward did not list {@code role} in {@link Reward#models()}
     */
    double of(Role role);

    /** For rewards that ask no network. */
    static ModelScores none() {
        return role -> {
            throw new IllegalStateException("this reward does not list " + role.key() + " among its models");
        };
    }
}
