package io.akkord.actors.run;

import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.workflow.Role;
import java.util.Map;

/** How a stage ends, whether its preparation or its coordinator says so. */
sealed interface StageOutcome {

    /** All iterations are done; {@code models} says where each trained network lies. */
    record Finished(Map<Role, String> models, Map<String, Double> metrics) implements StageOutcome {}

    /** It was asked to stop, and the last boundary is on disk; empty where that is how the stage began. */
    record Stopped(String checkpoint) implements StageOutcome {}

    /** It cannot go on. */
    record Failed(String reason, Fault cause) implements StageOutcome {}
}
