package io.akkord.algorithms.workflow;

import java.util.Set;

/**
 * One algorithm: a record of settings that returns its workflow. An experiment names it by its class, so a new one is
 * one file and one recipe.
 */
public interface Algorithm {

    /**
     * The algorithm as a graph of steps.
     *
     * @param rewardModels the networks that the experiment's reward asks ({@link Role#REWARD}, {@link Role#JUDGE}, or
     *     none); {@code score} steps put their inference in the graph
     */
    Workflow workflow(Set<Role> rewardModels);
}
