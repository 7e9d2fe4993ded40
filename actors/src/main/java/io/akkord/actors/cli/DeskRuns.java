package io.akkord.actors.cli;

import io.akkord.actors.NoDevices;
import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.jobs.JobRunner;
import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.configs.PlannedStage;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.search.Budget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Runs a desk's jobs as {@code akkord run --cluster} would, with a file for a terminal. */
final class DeskRuns implements JobRunner {

    /** Enough to find a plan that fits, if any does. */
    private static final Budget BUDGET = new Budget(0, 2_000, Double.POSITIVE_INFINITY);

    @Override
    public Optional<String> objection(Experiment experiment, int devices, long memoryBytes) {
        try {
            var cluster = Cluster.embedded(devices, memoryBytes);
            var settings = experiment.plan().settings(true, BUDGET);
            for (PlannedStage stage : PlannedStage.of(experiment)) {
                Planner.plan(stage.workflow(), cluster, stage.embeddedPrices(cluster), settings, _ -> {});
            }
            return Optional.empty();
        } catch (UserError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Running start(String text, Path folder, Endpoint cluster) {
        Path directory = folder.resolve(RUN);
        if (Files.exists(directory.resolve("summary.json"))) {
            return new Finished(); // the desk died before it could note that
        }
        PrintWriter file = progressFile(folder);
        var progress = new Progress(
                new Terminal(new BufferedReader(Reader.nullReader()), file, file, 0, folder), System::nanoTime);
        try {
            TrainingRun run = Files.exists(directory)
                    ? Trainer.resume(directory, progress::accept, cluster)
                    : Trainer.start(
                            ExperimentReader.readText(text, "the job's experiment"),
                            directory,
                            progress::accept,
                            cluster);
            return new Underway(run, run.result().handle((_, error) -> {
                file.close();
                return outcome(error);
            }));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static PrintWriter progressFile(Path folder) {
        try {
            Files.createDirectories(folder);
            return new PrintWriter(
                    Files.newBufferedWriter(
                            folder.resolve(PROGRESS),
                            StandardCharsets.UTF_8,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND),
                    true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return switch (cause) {
            case null -> new Done();
            case RunStopped _ -> new Stopped();
            case NoDevices _ -> new Crowded();
            default -> new Failed(String.valueOf(cause.getMessage()));
        };
    }

    private record Finished() implements Running {
        @Override
        public CompletionStage<Outcome> outcome() {
            return CompletableFuture.completedFuture(new Done());
        }

        @Override
        public void stop() {}
    }

    private record Underway(TrainingRun run, CompletionStage<Outcome> outcome) implements Running {
        @Override
        public void stop() {
            run.stop();
        }
    }
}
