package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.RunProcess;
import io.akkord.tests.tiny.TinyRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which weights write which responses is a function of the iteration, so a run that writes ahead ends in the same bytes,
 * whoever was faster and whatever happened on the way.
 */
@Timeout(240)
class StaleRecoveryTest {

    private static final List<String> SETTINGS = List.of(
            "ppo.iterations=6",
            "ppo.adaptive-kl.target=0.01",
            "ppo.adaptive-kl.horizon=100",
            "ppo.policy-optimizer.learning-rate=1e-2",
            "reward.normalize=true",
            "runtime.checkpoint-every=2",
            "plan.staleness=2");

    /** Writing and learning on devices of their own; without, one worker does both. */
    private static final List<String> APART = List.of(
            "plan.layouts.\"policy generate\"={devices=[\"0\"]}", "plan.layouts.\"policy train\"={devices=[\"1\"]}");

    @TempDir
    static Path folder;

    private static RunFolder undisturbed = new RunFolder(Path.of(""));

    @BeforeAll
    static void runUndisturbed() {
        undisturbed = new RunFolder(folder.resolve("undisturbed"));
        TinyRun.complete(TinyRun.ppo(settings(APART)), undisturbed.path());
    }

    private static String[] settings(List<String> more) {
        return Stream.concat(SETTINGS.stream(), more.stream()).toArray(String[]::new);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        var again = new RunFolder(folder.resolve("again"));
        TinyRun.complete(TinyRun.ppo(settings(APART)), again.path());
        assertSameEnd(again);
    }

    @Test
    void oneWorkerForWritingAndLearningGivesTheSameBytes() {
        var together = new RunFolder(folder.resolve("together"));
        TinyRun.complete(TinyRun.ppo(settings(List.of())), together.path());
        assertSameEnd(together);
    }

    @Test
    void staleWeightsChangeWhatIsLearned() {
        var synchronous = new RunFolder(folder.resolve("synchronous"));
        TinyRun.complete(TinyRun.ppo(settings(List.of("plan.staleness=0"))), synchronous.path());
        assertNotEquals(
                undisturbed.lastCheckpointDigests().get("model.safetensors"),
                synchronous.lastCheckpointDigests().get("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate-policy@0", "generate-policy@3", "infer-critic@2", "train-policy@3"})
    void aWorkerThatCrashesMidStepChangesNothing(String drill) {
        var events = new ConcurrentLinkedQueue<RunEvent>();
        var drilled = new RunFolder(folder.resolve("drilled-" + drill));
        TinyRun.complete(
                TinyRun.ppo(settings(Stream.concat(APART.stream(), Stream.of("runtime.drills=[\"" + drill + "\"]"))
                        .toList())),
                drilled.path(),
                events::add);
        assertTrue(events.stream().anyMatch(RunEvent.IterationRepeated.class::isInstance), "nothing crashed");
        assertSameEnd(drilled);
    }

    @ParameterizedTest
    @CsvSource({"1, generate-policy", "0, train-policy", "3, infer-critic", "5, generate-policy", "5, train-policy"})
    void aRunThatIsStoppedMidStepGoesOnAsIfItHadNot(int iteration, String step) {
        var stopped = new RunFolder(folder.resolve("stopped-" + step + iteration));
        var started = new CompletableFuture<TrainingRun>();
        TrainingRun run = Trainer.start(TinyRun.ppo(settings(APART)), stopped.path(), event -> {
            if (event instanceof RunEvent.StepStarted begun
                    && begun.iteration() == iteration
                    && begun.step().equals(step)) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(run);
        assertThrows(RunStopped.class, () -> TinyRun.await(run.result()));
        TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());
        assertSameEnd(stopped);
    }

    @Test
    void aCheckpointHoldsTheWeightsThatAreYetToWrite() throws IOException {
        assertEquals(List.of("0", "1"), older("0002"));
        assertEquals(List.of("2", "3"), older("0004"));
        assertEquals(List.of(), older("0006"));
        assertTrue(Files.exists(undisturbed.path().resolve("checkpoints/0004/older/3/model.safetensors")));
    }

    private static List<String> older(String checkpoint) throws IOException {
        Path directory =
                undisturbed.path().resolve("checkpoints").resolve(checkpoint).resolve("older");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> boundaries = Files.list(directory)) {
            return boundaries
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aKilledRunGoesOnFromItsCheckpointAsIfNothingHadHappened() throws Exception {
        var killed = new RunFolder(folder.resolve("killed"));
        Process process = RunProcess.start(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), killed.path(), settings(APART));
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("checkpoint 2")) {
                line = output.readLine();
            }
            assertEquals("checkpoint 2", line);
        } finally {
            process.destroyForcibly().waitFor();
        }
        TinyRun.await(Trainer.resume(killed.path(), event -> {}).result());
        assertSameEnd(killed);
    }

    private static void assertSameEnd(RunFolder run) {
        assertEquals(undisturbed.lastCheckpointDigests(), run.lastCheckpointDigests());
        assertEquals(undisturbed.metricsWithoutTimes(), run.metricsWithoutTimes());
    }
}
