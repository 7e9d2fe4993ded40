package io.akkord.actors.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a job says of itself. */
@Command(
        name = "logs",
        description = "Prints what a job says of itself, one line an iteration.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The job's, as `akkord submit` and `akkord jobs` say it.")
    private String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the job is over.")
    private boolean follow;

    @Mixin
    private ClusterDesk cluster = new ClusterDesk();

    LogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (var desk = cluster.open()) {
            var following = new JobFollower(desk, id, terminal.out());
            if (follow) {
                following.toTheEnd();
            } else {
                desk.status(id);
                following.catchUp();
            }
        }
        return 0;
    }
}
