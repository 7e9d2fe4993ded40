package io.akkord.tests.tiny;

import io.akkord.actors.Trainer;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The bare {@code ppo} recipe made so small that it takes about a second; a test changes only what it is about. */
public final class TinyRun {

    private static final List<String> TINY = List.of(
            "policy.new.hidden=16",
            "policy.new.layers=1",
            "policy.new.heads=2",
            "policy.new.key-value-heads=1",
            "policy.new.intermediate=32",
            "policy.new.context=64",
            "policy.new.vocabulary=300",
            "data.generated=64",
            "data.held-out=8",
            "runtime.devices=2",
            "runtime.micro-batch=4",
            "runtime.evaluation-prompts=8");

    private TinyRun() {}

    /** The tiny experiment; overrides as on the command line. */
    public static Experiment ppo(String... overrides) {
        var settings = new ArrayList<>(List.of("ppo.iterations=4", "ppo.batch=8", "ppo.sampling.max-tokens=8"));
        settings.addAll(List.of(overrides));
        return recipe("ppo", settings);
    }

    /** A recipe of another name made as small; overrides as on the command line. */
    public static Experiment recipe(String name, List<String> overrides) {
        return ExperimentReader.read(
                name, Stream.concat(TINY.stream(), overrides.stream()).toList(), Path.of(""));
    }

    /** Runs to the end. */
    public static Summary complete(Experiment experiment, Path directory) {
        return complete(experiment, directory, event -> {});
    }

    /** Runs to the end, watched. */
    public static Summary complete(Experiment experiment, Path directory, Consumer<RunEvent> watcher) {
        return await(Trainer.start(experiment, directory, watcher).result());
    }

    /** Waits for a result; throws what it ended with, not what the future wrapped it in. */
    public static <T> T await(CompletionStage<T> result) {
        try {
            return result.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
