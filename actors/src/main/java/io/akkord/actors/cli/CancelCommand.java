package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a job. */
@Command(
        name = "cancel",
        description = "Ends a job, whether it waits or runs; one that runs saves its last boundary first.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The job's, as `akkord submit` and `akkord jobs` say it.")
    private String id = "";

    @Mixin
    private ClusterDesk cluster = new ClusterDesk();

    CancelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var desk = cluster.open()) {
            var phase = desk.cancel(id).phase();
            terminal.out()
                    .println(
                            switch (phase) {
                                case QUEUED, CANCELLED -> id + ": cancelled";
                                case RUNNING -> id + ": stopping at its next boundary";
                                case DONE, FAILED ->
                                    throw new UserError("job " + id + " is over: "
                                            + phase.name().toLowerCase(Locale.ROOT));
                            });
        }
        return 0;
    }
}
