package io.akkord.actors.cli;

import io.akkord.actors.jobs.Phase;
import io.akkord.algorithms.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a job is, and its run directory. */
@Command(
        name = "status",
        description = "Says how a job is; with --fetch, brings the run directory of one that is over.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The job's, as `akkord submit` and `akkord jobs` say it.")
    private String id = "";

    @Mixin
    private ClusterDesk cluster = new ClusterDesk();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Option(names = "--fetch", paramLabel = "DIR", description = "A new directory for what the run has written.")
    private @Nullable Path fetch;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (var desk = cluster.open()) {
            var job = desk.status(id);
            terminal.out().print(json ? JobText.json(List.of(job)) : JobText.table(List.of(job)));
            if (fetch != null) {
                Path target = terminal.resolve(fetch);
                if (Files.exists(target)) {
                    throw new UserError(target + " exists and is not written over; name another directory");
                }
                if (!job.phase().isLast()) {
                    throw new UserError("job " + id + " is not over; `akkord logs " + id + " -f` follows it");
                }
                desk.fetch(id, target);
            } else if (job.phase() == Phase.DONE && !json) {
                terminal.out().println("akkord status " + id + " --cluster " + cluster + " --fetch DIR brings its run");
            }
        }
        return 0;
    }
}
