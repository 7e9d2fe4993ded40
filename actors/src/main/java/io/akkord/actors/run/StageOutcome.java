package io.akkord.actors.run;

import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.workflow.Role;
import java.util.Map;

/** How a stage ends, whether its preparation or its coordinator says so. */
sealed interface StageOutcome {

    /** All iterations are done; {@code models} says where each network lies that the stage hands on. */
    record Finished(Map<Role, String> models, Map<String, Double> metrics) implements StageOutcome {}

    /** It was asked to stop, and the last boundary is on disk. */
    record Stopped() implements StageOutcome {}

    /**
     * It cannot go on.
     *
     * @param iteration which iteration broke, counted from 1; 0 where the stage never reached its first
     */
    record Failed(int iteration, String reason, Fault cause) implements StageOutcome {}
}
