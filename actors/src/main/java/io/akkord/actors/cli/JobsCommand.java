package io.akkord.actors.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All jobs of a cluster. */
@Command(name = "jobs", description = "Lists the jobs of a cluster, oldest first.", mixinStandardHelpOptions = true)
final class JobsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private ClusterDesk cluster = new ClusterDesk();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    JobsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (var desk = cluster.open()) {
            var jobs = desk.jobs();
            terminal.out().print(json ? JobText.json(jobs) : JobText.table(jobs));
        }
        return 0;
    }
}
