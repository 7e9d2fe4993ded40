package io.akkord.actors;

import akka.actor.typed.ActorSystem;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.journal.RunLog;
import io.akkord.actors.metrics.OrchestrationShare;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.report.Report;
import io.akkord.actors.run.RunEnding;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.RunHost;
import io.akkord.actors.run.Summary;
import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.rewards.Reward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs experiments, on an embedded cluster of one node or on a cluster of many: the same actors, files and settings.
 *
 * <pre>{@code
 * Experiment experiment = ExperimentReader.read("ppo", List.of("ppo.iterations=10"), Path.of("."));
 * Summary summary = Trainer.start(experiment, Path.of("runs/mine"), event -> {}).result().toCompletableFuture().join();
 * }</pre>
 */
public final class Trainer {

    /** The journal grows by less than this at a time, in bytes. */
    private static final long LEAST_SPACE = 64 << 10;

    private static final String EXPERIMENT = "experiment.conf";

    /** How a run ends that nobody ended: Akka leaves a cluster whose other members cannot be reached. */
    private static final RunEnding CUT_OFF = new RunEnding.Broken(
            "this JVM was cut off from its cluster; --resume goes on from the last checkpoint",
            StepCall.Fault.INFRASTRUCTURE);

    private Trainer() {}

    /**
     * Starts a run.
     *
     * @param directory a folder that does not exist yet; everything the run leaves behind goes there
     * @param watcher told what happens, from the run's own threads; it must not block
     * @throws UserError if the directory exists, or the experiment's reward is {@code code} and was not given
     */
    public static TrainingRun start(Experiment experiment, Path directory, Consumer<RunEvent> watcher) {
        return start(experiment, directory, watcher, Optional.empty());
    }

    /**
     * Starts a run on the devices of a cluster; this JVM reads weights and data, keeps the run's directory and scores.
     *
     * @param cluster where one of its members listens
     * @throws UserError as above, or if no member of this version answers there
     */
    public static TrainingRun start(
            Experiment experiment, Path directory, Consumer<RunEvent> watcher, Endpoint cluster) {
        return start(experiment, directory, watcher, Optional.of(cluster));
    }

    private static TrainingRun start(
            Experiment experiment, Path directory, Consumer<RunEvent> watcher, Optional<Endpoint> cluster) {
        experiment.checkCode();
        Path place = directory.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new UserError("run directory " + place
                    + " exists and is not written over; name another, or go on with" + " it by --resume");
        }
        try {
            Files.createDirectories(place);
            Files.writeString(place.resolve(EXPERIMENT), experiment.text());
        } catch (IOException e) {
            throw new UserError("run directory " + place + " cannot be written: " + e.getMessage(), e);
        }
        return run(experiment, place, watcher, cluster);
    }

    /**
     * Goes on with a run that was stopped or killed.
     *
     * @param directory the run's folder
     * @throws UserError if it holds no run, one that is done, or one whose reward is {@code code}
     */
    public static TrainingRun resume(Path directory, Consumer<RunEvent> watcher) {
        return resume(directory, UnaryOperator.identity(), watcher, Optional.empty());
    }

    /**
     * Goes on with a run that was stopped or killed, on the devices of a cluster.
     *
     * @param cluster where one of its members listens
     * @throws UserError as above, or if no member of this version answers there
     */
    public static TrainingRun resume(Path directory, Consumer<RunEvent> watcher, Endpoint cluster) {
        return resume(directory, UnaryOperator.identity(), watcher, Optional.of(cluster));
    }

    /**
     * Goes on with a run whose reward is {@code code}.
     *
     * @param reward the one that the run was started with, see {@link Experiment#rewardedBy}
     * @throws UserError if the directory holds no run, or one that is done
     */
    public static TrainingRun resume(Path directory, Reward reward, Consumer<RunEvent> watcher) {
        return resume(directory, experiment -> experiment.rewardedBy(reward), watcher, Optional.empty());
    }

    private static TrainingRun resume(
            Path directory,
            UnaryOperator<Experiment> completed,
            Consumer<RunEvent> watcher,
            Optional<Endpoint> cluster) {
        Path place = directory.toAbsolutePath().normalize();
        Path text = place.resolve(EXPERIMENT);
        if (!Files.isRegularFile(text)) {
            throw new UserError(place + " holds no run to resume: it has no " + EXPERIMENT);
        }
        if (Files.exists(place.resolve("summary.json"))) {
            throw new UserError(place + " is done: its summary.json stands; start a new run instead");
        }
        try {
            Experiment experiment = completed.apply(ExperimentReader.readText(Files.readString(text), text.toString()));
            experiment.checkCode();
            return run(experiment, place, watcher, cluster);
        } catch (IOException e) {
            throw new UserError(text + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static TrainingRun run(
            Experiment experiment, Path directory, Consumer<RunEvent> watcher, Optional<Endpoint> cluster) {
        long begun = System.nanoTime();
        RunLog log = RunLog.open(directory);
        TraceFile trace = TraceFile.open(directory);
        var ending = new CompletableFuture<RunEnding>();
        ActorSystem<RunHost.Command> system;
        try {
            system = RunHost.start(experiment, directory, trace, watcher, ending, cluster);
        } catch (RuntimeException e) {
            trace.close();
            log.close();
            throw e;
        }
        system.getWhenTerminated().thenAccept(_ -> ending.complete(CUT_OFF));
        CompletionStage<Summary> result = ending.thenCompose(end -> {
                    system.terminate();
                    return system.getWhenTerminated().thenApply(done -> end);
                })
                .thenApply(end -> {
                    trace.close();
                    log.close();
                    return switch (end) {
                        case RunEnding.Completed completed -> sumUp(experiment, directory, begun, completed);
                        case RunEnding.Interrupted(String checkpoint) -> throw new RunStopped(checkpoint);
                        case RunEnding.Unserved(String reason) -> throw new NoDevices(reason);
                        case RunEnding.Broken broken -> throw failure(broken);
                    };
                })
                .exceptionally(error -> {
                    throw explained(error, directory);
                });
        return new Embedded(directory, system, result);
    }

    private static Summary sumUp(Experiment experiment, Path directory, long begun, RunEnding.Completed completed) {
        var summary = Summary.of(
                experiment.name(),
                (System.nanoTime() - begun) / 1e9,
                completed,
                OrchestrationShare.of(TraceFile.read(directory)),
                PeakMemory.residentBytes());
        summary.write(directory);
        Report.write(directory);
        return summary;
    }

    private static RuntimeException failure(RunEnding.Broken broken) {
        return switch (broken.cause()) {
            case DATA -> new UserError(broken.reason());
            case INFRASTRUCTURE -> new IllegalStateException(broken.reason());
        };
    }

    /** Whatever breaks on a full disk, be it the journal or the trace, breaks for that reason. */
    private static RuntimeException explained(Throwable error, Path directory) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (!(cause instanceof UserError || cause instanceof RunStopped) && isFull(directory)) {
            return new UserError(
                    "no space left on the disk for " + directory
                            + ": free some, then go on with `akkord run --resume`; its last checkpoint stands",
                    cause);
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private static boolean isFull(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < LEAST_SPACE;
        } catch (IOException unknown) {
            return false;
        }
    }

    private record Embedded(Path directory, ActorSystem<RunHost.Command> system, CompletionStage<Summary> result)
            implements TrainingRun {
        @Override
        public void stop() {
            system.tell(new RunHost.Stop());
        }
    }
}
