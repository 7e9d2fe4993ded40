package io.akkord.actors.run;

import io.akkord.actors.node.StepCall.Fault;
import io.akkord.algorithms.UserError;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Turns what was thrown on another thread into how a stage ends. */
final class Failures {

    private Failures() {}

    static StageCoordinator.Failed of(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof UserError user
                ? new StageCoordinator.Failed(String.valueOf(user.getMessage()), Fault.DATA)
                : new StageCoordinator.Failed(String.valueOf(cause), Fault.INFRASTRUCTURE);
    }
}
