package io.akkord.actors.run;

import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.UserError;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Turns what was thrown, or went wrong in the middle of a stage, into how the stage ends. */
final class Failures {

    private static final String DISK_FULL = "No space left";

    private Failures() {}

    /** What a user can mend is the data's fault, anything else the machine's. */
    static StageOutcome.Failed of(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof UserError) {
            return new StageOutcome.Failed(0, String.valueOf(cause.getMessage()), Fault.DATA);
        }
        String reason = cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
        return new StageOutcome.Failed(0, reason, reason.contains(DISK_FULL) ? Fault.DATA : Fault.INFRASTRUCTURE);
    }

    /** Says where a run broke and what is left of it. */
    static String sentence(String stage, StageOutcome.Failed failed, String newestCheckpoint) {
        if (failed.iteration() == 0) {
            return failed.reason();
        }
        return "stage " + stage + ", iteration " + failed.iteration() + ": " + failed.reason()
                + (newestCheckpoint.isEmpty()
                        ? "; there is no checkpoint yet"
                        : "; the last good checkpoint is " + newestCheckpoint);
    }
}
