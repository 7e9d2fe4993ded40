package io.akkord.actors.run;

import java.util.Map;

/** What a run tells whoever watches it: the command line's progress, a test, a service that embeds the run. */
public sealed interface RunEvent {

    /** Devices of another JVM are the run's now; {@code node} is the run's own name for it. */
    record NodeTaken(String node, String address, int devices) implements RunEvent {}

    /** A node is gone; the run goes on from its newest checkpoint with those that are left. */
    record NodeLost(String node, String address) implements RunEvent {}

    /** Where each network of a stage will run, and why. */
    record Planned(String stage, String description) implements RunEvent {}

    /** Networks move after {@code iteration} iterations, since measured times show a plan that pays. */
    record Replanned(String stage, int iteration, String description) implements RunEvent {}

    /** A stage begins, or goes on after a resume, at {@code iteration}. */
    record StageStarted(String stage, String workflow, int iteration, int iterations) implements RunEvent {}

    /** A step was handed to its worker. */
    record StepStarted(String stage, int iteration, String step) implements RunEvent {}

    /** A step is done and recorded. */
    record StepFinished(String stage, int iteration, String step, double seconds) implements RunEvent {}

    /** An iteration is a fact: {@code iteration} of {@code of}, counted from 1. */
    record IterationFinished(String stage, int iteration, int of, Map<String, Double> metrics) implements RunEvent {}

    /** Something failed and was rolled back; the iteration begins again. */
    record IterationRepeated(String stage, int iteration, String reason) implements RunEvent {}

    /** Fresh responses were scored, {@code before} the first or {@code after} the last update of a stage. */
    record Evaluated(String stage, String when, double mean, double sd) implements RunEvent {}

    /** The reward that teaches has risen while the gold reward fell; {@code sentence} says by how much. */
    record RewardGamed(String stage, String sentence) implements RunEvent {}

    /** A checkpoint is on disk. */
    record CheckpointWritten(String path, int iteration) implements RunEvent {}

    /** A stage has taken all its iterations. */
    record StageFinished(String stage, double seconds) implements RunEvent {}
}
