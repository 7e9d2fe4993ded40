package io.akkord.actors.run;

import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What to walk, from which start, with whom.
 *
 * @param iteration which iteration; negative for evaluations, whose steps are not recorded
 * @param inputs where the source columns lie
 * @param carried values of the carried columns
 * @param networks every network as published at the start
 * @param text for computations that write or read text
 */
record Walk(
        String stage,
        Workflow workflow,
        int iteration,
        int attempt,
        Map<String, ColumnRef> inputs,
        Map<String, double[]> carried,
        Map<Role, PublishedNetwork> networks,
        WorkerFleet.Ready workers,
        TextCodec text,
        Duration stepDeadline) {

    /** The same walk with more columns as its inputs. */
    Walk with(Map<String, ColumnRef> columns) {
        var more = new HashMap<>(inputs);
        more.putAll(columns);
        return new Walk(stage, workflow, iteration, attempt, more, carried, networks, workers, text, stepDeadline);
    }
}
