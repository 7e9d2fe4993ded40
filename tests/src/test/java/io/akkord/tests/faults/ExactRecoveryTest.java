package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.configs.Experiment;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever happens on the way, the end is the same bytes: weights, moments and carried state of the last checkpoint, and
 * every metric but the times.
 */
@Timeout(180)
class ExactRecoveryTest {

    private static final String[] SETTINGS = {
        "ppo.iterations=6",
        "ppo.adaptive-kl.target=0.01",
        "ppo.adaptive-kl.horizon=100",
        "ppo.policy-optimizer.learning-rate=1e-2",
        "reward.normalize=true",
        "runtime.checkpoint-every=2"
    };

    @TempDir
    static Path folder;

    private static RunFolder undisturbed = new RunFolder(Path.of(""));

    @BeforeAll
    static void runUndisturbed() {
        undisturbed = new RunFolder(folder.resolve("undisturbed"));
        TinyRun.complete(TinyRun.ppo(SETTINGS), undisturbed.path());
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        var again = new RunFolder(folder.resolve("again"));
        TinyRun.complete(TinyRun.ppo(SETTINGS), again.path());
        assertSameEnd(again);
    }

    @Test
    void anotherSeedGivesOtherBytes() {
        var other = new RunFolder(folder.resolve("other"));
        TinyRun.complete(settingsAnd("seed=2"), other.path());
        assertNotEquals(
                undisturbed.lastCheckpointDigests().get("model.safetensors"),
                other.lastCheckpointDigests().get("model.safetensors"));
    }

    @Test
    void everyPartOfTheCheckpointIsCompared() {
        assertEquals("0006", undisturbed.checkpoints().getLast());
        assertTrue(undisturbed
                .lastCheckpointDigests()
                .keySet()
                .containsAll(List.of(
                        "model.safetensors",
                        "optimizer.safetensors",
                        "critic/model.safetensors",
                        "critic/optimizer.safetensors",
                        "state.json")));
    }

    @Test
    void workersThatCrashMidStepChangeNothing() {
        var events = new ConcurrentLinkedQueue<RunEvent>();
        var drilled = new RunFolder(folder.resolve("drilled"));
        TinyRun.complete(
                settingsAnd("runtime.drills=[\"generate-policy@1\", \"infer-critic@2\", \"train-policy@3\"]"),
                drilled.path(),
                events::add);
        assertEquals(
                List.of(1, 2, 3),
                events.stream()
                        .filter(RunEvent.IterationRepeated.class::isInstance)
                        .map(event -> ((RunEvent.IterationRepeated) event).iteration())
                        .toList());
        assertSameEnd(drilled);
    }

    @ParameterizedTest
    @CsvSource({"-1, generate-policy", "0, infer-critic", "3, train-policy", "-2, infer-reference"})
    void aRunThatIsStoppedMidStepGoesOnAsIfItHadNot(int iteration, String step) {
        var stopped = new RunFolder(folder.resolve("stopped-" + step + iteration));
        stop(TinyRun.ppo(SETTINGS), stopped, iteration, step);
        TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());
        assertSameEnd(stopped);
    }

    /** The stop asks for the checkpoint that is being written, which once made the two trip over each other. */
    @Test
    void aStopRightBehindACheckpointKeepsIt() {
        var stopped = new RunFolder(folder.resolve("stopped-behind"));
        stop(settingsAnd("runtime.keep-checkpoints=1"), stopped, 2, "generate-policy");
        assertEquals(List.of("0002"), stopped.checkpoints());
        TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());
        assertSameEnd(stopped);
    }

    /** Stops a run as soon as it says that a step has started, and sees it stop. */
    private static void stop(Experiment experiment, RunFolder place, int iteration, String step) {
        var started = new CompletableFuture<TrainingRun>();
        TrainingRun run = Trainer.start(experiment, place.path(), event -> {
            if (event instanceof RunEvent.StepStarted begun
                    && begun.iteration() == iteration
                    && begun.step().equals(step)) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(run);
        assertThrows(RunStopped.class, () -> TinyRun.await(run.result()));
        assertFalse(Files.exists(place.path().resolve("summary.json")));
    }

    private static Experiment settingsAnd(String setting) {
        var settings = Arrays.copyOf(SETTINGS, SETTINGS.length + 1);
        settings[SETTINGS.length] = setting;
        return TinyRun.ppo(settings);
    }

    private static void assertSameEnd(RunFolder run) {
        assertEquals(undisturbed.lastCheckpointDigests(), run.lastCheckpointDigests());
        assertEquals(undisturbed.metricsWithoutTimes(), run.metricsWithoutTimes());
    }
}
