package io.akkord.actors;

import io.akkord.actors.run.Summary;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** A run under way. */
public interface TrainingRun {

    /** Everything the run leaves behind. */
    Path directory();

    /**
     * How the run ends: its summary; or exceptionally with a {@code UserError} when the input was wrong, with {@link
     * RunStopped} when it was asked to stop, with an {@link IllegalStateException} when something broke.
     */
    CompletionStage<Summary> result();

    /** Asks the run to save its last boundary and end; {@link #result} completes when that is done. */
    void stop();
}
