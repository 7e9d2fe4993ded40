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
            return new StageOutcome.Failed(String.valueOf(cause.getMessage()), Fault.DATA);
        }
        String reason = cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
        return new StageOutcome.Failed(reason, reason.contains(DISK_FULL) ? Fault.DATA : Fault.INFRASTRUCTURE);
    }

    /**
     * Says where a stage broke and what is left of it.
     *
     * @param iteration counted from 1
     * @param saved how many iterations the stage's newest checkpoint holds, negative without one
     */
    static StageOutcome.Failed at(String stage, int iteration, String reason, int saved, Fault cause) {
        String good = saved < 0
                ? "there is no checkpoint of this stage yet"
                : "its last good checkpoint is that of iteration " + saved;
        return new StageOutcome.Failed(
                "stage " + stage + ", iteration " + iteration + ": " + reason + "; " + good, cause);
    }
}
