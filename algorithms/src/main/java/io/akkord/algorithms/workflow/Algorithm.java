package io.akkord.algorithms.workflow;

import io.akkord.algorithms.experience.Column;
import java.util.Set;

/**
 * One algorithm: a record of settings that returns its workflow. An experiment names it by its class, so a new one is
 * one file and one recipe.
 */
public interface Algorithm {

    /**
     * The algorithm as a graph of steps.
     *
     * @param scoring what the experiment's reward asks of networks; {@code score} steps put their inference in the graph
     */
    Workflow workflow(Scoring scoring);

    /**
     * How a stage of this algorithm is judged before its first and after its last update: a graph without training that
     * is walked on held-out rows. What its computations measure are the stage's figures, such as {@code accuracy}. Steps
     * whose data the experiment does not have, or whose networks the workflow does not hold, are left out.
     */
    default Workflow evaluation(Scoring scoring) {
        return workflow(scoring).yielding(Set.of(Column.RAW_SCORES, Column.REFERENCE_LOGPROBS));
    }
}
