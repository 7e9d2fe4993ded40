package io.akkord.actors.cli;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.algorithms.UserError;
import io.akkord.configs.ExperimentReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an experiment, embedded or on a cluster, or goes on with one that was stopped. */
@Command(
        name = "run",
        description = {
            "Runs an experiment, and prints what came of it.",
            "Ctrl-C stops it at a checkpoint; `akkord run --resume RUN` goes on from there."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    /** Ctrl-C promises to end within five seconds. */
    private static final long PATIENCE_MILLIS = 4500;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "RECIPE|FILE key=value",
            description = "A recipe (see `akkord recipes`) or an experiment file, then settings that replace its own.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--resume", paramLabel = "RUN", description = "The directory of a run that was stopped.")
    private @Nullable Path resume;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the run writes; a new directory under runs/ unless given.")
    private @Nullable Path directory;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "Where a node of a cluster listens: the run takes the free devices of its nodes.")
    private @Nullable String cluster;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var progress = new Progress(terminal, System::nanoTime);
        var run = resume != null ? resumed(resume, progress) : started(progress);
        var stopping = new AtomicBoolean();
        var stopper = new Thread(() -> stop(run, progress, stopping), "stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            run.result().toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (!stopping.get()) {
                throw e;
            }
        } finally {
            progress.close();
            if (!stopping.get()) {
                Runtime.getRuntime().removeShutdownHook(stopper);
            }
        }
        if (stopping.get()) {
            return Main.FAILED;
        }
        terminal.out().print(new Outcome(run.directory(), terminal.workingDirectory()).text());
        return 0;
    }

    private TrainingRun resumed(Path from, Progress progress) throws IOException {
        if (!words.isEmpty() || directory != null) {
            throw new UserError("--resume goes on with the run as it was: give it no recipe, settings or --directory");
        }
        var given = terminal.resolve(from);
        // runs/latest is a link that will point elsewhere one day; what the run writes down must not go through it.
        var run = Files.exists(given) ? given.toRealPath() : given;
        return cluster == null
                ? Trainer.resume(run, progress::accept)
                : Trainer.resume(run, progress::accept, Endpoint.parse(cluster, "--cluster"));
    }

    private TrainingRun started(Progress progress) throws IOException {
        if (words.isEmpty()) {
            throw new UserError("run needs a recipe or an experiment file: try `akkord run quickstart`");
        }
        var experiment =
                ExperimentReader.read(words.getFirst(), words.subList(1, words.size()), terminal.workingDirectory());
        boolean named = directory != null;
        var target = directory != null ? terminal.resolve(directory) : freshDirectory(experiment.name());
        var run = cluster == null
                ? Trainer.start(experiment, target, progress::accept)
                : Trainer.start(experiment, target, progress::accept, Endpoint.parse(cluster, "--cluster"));
        terminal.err().println("writing to " + terminal.workingDirectory().relativize(target));
        if (!named) {
            pointLatestAt(target);
        }
        return run;
    }

    private Path freshDirectory(String name) {
        var time = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        var runs = terminal.resolve(Path.of("runs"));
        var target = runs.resolve(name + "-" + time);
        for (int i = 2; Files.exists(target); i++) {
            target = runs.resolve(name + "-" + time + "-" + i);
        }
        return target;
    }

    /** Replaces the link runs/latest; a file system without links does without it. */
    private static void pointLatestAt(Path run) throws IOException {
        var link = run.resolveSibling("latest");
        try {
            if (Files.isSymbolicLink(link)) {
                Files.delete(link);
            }
            Files.createSymbolicLink(link, run.getFileName());
        } catch (FileAlreadyExistsException | UnsupportedOperationException e) {
            // Something of the user's is called that, or there are no links here: their run matters more.
        }
    }

    private void stop(TrainingRun run, Progress progress, AtomicBoolean stopping) {
        stopping.set(true);
        progress.close();
        terminal.err().println("stopping...");
        run.stop();
        try {
            run.result().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            terminal.err()
                    .println("it was done already: "
                            + terminal.workingDirectory().relativize(run.directory()));
            terminal.flush();
            return;
        } catch (ExecutionException e) {
            progress.close();
            terminal.err()
                    .println(
                            e.getCause() instanceof RunStopped stopped
                                    ? stopped.getMessage()
                                    : String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            terminal.err().println("what is under way takes too long to wait for: the last checkpoint stands");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.close();
        terminal.err()
                .println("go on with: akkord run --resume "
                        + terminal.workingDirectory().relativize(run.directory()));
        terminal.flush();
    }
}
