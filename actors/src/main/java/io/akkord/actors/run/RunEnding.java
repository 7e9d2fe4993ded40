package io.akkord.actors.run;

import io.akkord.actors.node.StepCall.Fault;
import java.util.Map;

/** How a run ends. */
public sealed interface RunEnding {

    /** All stages are done. */
    record Completed(Map<String, StageReport> stages, String checkpoint) implements RunEnding {}

    /** It was asked to stop and can be resumed. */
    record Interrupted(String checkpoint) implements RunEnding {}

    /** It could not begin, since the cluster has no devices for it; nothing was lost. */
    record Unserved(String reason) implements RunEnding {}

    /** It cannot go on. */
    record Broken(String reason, Fault cause) implements RunEnding {}
}
