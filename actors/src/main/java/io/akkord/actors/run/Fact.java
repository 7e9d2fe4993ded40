package io.akkord.actors.run;

import io.akkord.actors.journal.JournalEntry;
import java.util.List;
import java.util.Map;

/**
 * What a run's journal holds, oldest first. A phase is a fact before the next one begins, so a run that was killed
 * knows what it had done.
 */
public sealed interface Fact extends JournalEntry {

    /** The run was begun, or resumed. */
    record RunBegun(String name, long seed, boolean resumed) implements Fact {}

    /** A stage was begun. */
    record StageBegun(String stage) implements Fact {}

    /** A step of an iteration was done. */
    record StepFinished(String stage, int iteration, int attempt, String step, double seconds) implements Fact {}

    /** All steps of an iteration were done and its networks published. */
    record IterationFinished(String stage, int iteration) implements Fact {}

    /** An iteration was rolled back to its start. */
    record IterationRepeated(String stage, int iteration, int attempt, String reason) implements Fact {}

    /** Fresh responses were scored before the first or after the last update of a stage. */
    record Evaluated(String stage, Evaluation evaluation) implements Fact {}

    /** A checkpoint stands on disk; {@code iteration} iterations of the stage are in it. */
    record CheckpointWritten(String stage, int iteration, String path) implements Fact {}

    /**
     * A stage has taken all its iterations.
     *
     * @param models where each network that it hands on lies now, by role
     * @param seconds how long the stage took in all, interruptions left out
     * @param metrics of the last iteration
     */
    record StageFinished(String stage, Map<String, String> models, double seconds, Map<String, Double> metrics)
            implements Fact {}

    /** A node came, or went; from now on the run has these. */
    record NodesChanged(List<String> addresses) implements Fact {}

    /** The run ended: {@code reason} is empty when all stages are done. */
    record RunEnded(String reason) implements Fact {}
}
