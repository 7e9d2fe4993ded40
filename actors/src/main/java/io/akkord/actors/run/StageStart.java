package io.akkord.actors.run;

import io.akkord.actors.checkpoint.Checkpoint;
import io.akkord.actors.checkpoint.CheckpointState;
import io.akkord.algorithms.workflow.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a stage begins.
 *
 * @param trained where the networks lie that earlier stages trained
 * @param resumed the stage's own newest checkpoint, when it goes on
 * @param before the evaluation before the first update, where that is a fact already
 */
record StageStart(Map<Role, Path> trained, Optional<Checkpoint> resumed, Optional<Evaluation> before) {

    /** What the resumed checkpoint says the stage had done. */
    Optional<CheckpointState> state() {
        return resumed.map(Checkpoint::state);
    }
}
