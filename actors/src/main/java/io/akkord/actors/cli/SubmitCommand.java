package io.akkord.actors.cli;

import io.akkord.actors.jobs.DeskClient;
import io.akkord.actors.jobs.DeskProtocol.JobLine;
import io.akkord.algorithms.UserError;
import io.akkord.configs.ExperimentReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands an experiment to a cluster's desk, and waits for what comes of it. */
@Command(
        name = "submit",
        description = {
            "Hands an experiment to the desk of a cluster, follows it, and brings its run directory here.",
            "Ctrl-C leaves the job where it is; `akkord status ID --fetch DIR` brings its directory later.",
            "The desk's node reads the experiment's models and data: their paths must lead there as they do here."
        },
        mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "RECIPE|FILE key=value",
            description = "A recipe (see `akkord recipes`) or an experiment file, then settings that replace its own.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private ClusterDesk cluster = new ClusterDesk();

    @Option(names = "--detach", description = "Prints the job's id and does not wait.")
    private boolean detach;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "A new directory for the run; runs/ID unless given.")
    private @Nullable Path directory;

    SubmitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var experiment =
                ExperimentReader.read(words.getFirst(), words.subList(1, words.size()), terminal.workingDirectory());
        experiment.checkCode();
        if (directory != null && Files.exists(terminal.resolve(directory))) {
            throw new UserError("directory " + directory + " exists and is not written over; name another");
        }
        try (var desk = cluster.open()) {
            var accepted = desk.submit(experiment.text());
            if (detach) {
                terminal.out().println(accepted.id());
                return 0;
            }
            terminal.err()
                    .println("job " + accepted.id()
                            + (accepted.ahead() == 0 ? "" : ", " + accepted.ahead() + " before it"));
            return await(desk, accepted.id());
        }
    }

    private int await(DeskClient desk, String id) throws Exception {
        var follower = new JobFollower(desk, id, terminal.err());
        var detached = new AtomicBoolean();
        var detacher = new Thread(() -> detach(id, detached), "detach");
        Runtime.getRuntime().addShutdownHook(detacher);
        JobLine job = follower.toTheEnd();
        if (detached.get()) {
            return Main.FAILED;
        }
        Runtime.getRuntime().removeShutdownHook(detacher);
        return switch (job.phase()) {
            case DONE -> {
                Path run = terminal.resolve(
                        directory != null ? directory : Path.of("runs").resolve(id));
                Files.createDirectories(run.getParent());
                desk.fetch(id, run);
                terminal.out().print(new Outcome(run, terminal.workingDirectory()).text());
                yield 0;
            }
            case FAILED -> throw new UserError("job " + id + " failed: " + job.reason());
            case CANCELLED -> {
                terminal.complain("job " + id + " was cancelled");
                yield Main.FAILED;
            }
            case QUEUED, RUNNING -> throw new IllegalStateException(id + " was left at " + job.phase());
        };
    }

    private void detach(String id, AtomicBoolean detached) {
        detached.set(true);
        terminal.err().println("job " + id + " goes on without you: akkord logs " + id + " -f --cluster " + cluster);
        terminal.flush();
    }
}
