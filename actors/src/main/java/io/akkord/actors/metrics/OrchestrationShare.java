package io.akkord.actors.metrics;

import java.util.List;

/**
 * Which part of a run's wall time no device computes in: 1 - (union of the intervals in which a device thread runs model
 * code) / wall time. Host mathematics and the journal count as orchestration; time in which a checkpoint is all that
 * happens belongs to neither side.
 */
public final class OrchestrationShare {

    private OrchestrationShare() {}

    /** The share in [0, 1] of a trace; wall time is the union of its stages. */
    public static double of(List<TraceFile.Event> trace) {
        double wall = union(trace, "stage");
        double model = union(trace, "model");
        double either = union(trace, "model", "checkpoint", "move");
        double counted = wall - (either - model);
        return counted <= 0 ? 0 : Math.max(0, 1 - model / counted);
    }

    /** Microseconds in which at least one event of these categories lasts. */
    private static double union(List<TraceFile.Event> trace, String... categories) {
        var wanted = List.of(categories);
        double covered = 0;
        double until = Double.NEGATIVE_INFINITY;
        for (TraceFile.Event event : trace) {
            if (wanted.contains(event.cat()) && event.end() > until) {
                covered += event.end() - Math.max(until, event.ts());
                until = event.end();
            }
        }
        return covered;
    }
}
