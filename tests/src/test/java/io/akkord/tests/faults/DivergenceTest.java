package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.RunEvent;
import io.akkord.algorithms.UserError;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose numbers are no numbers any more stops at once and says from where to go on. */
@Timeout(120)
class DivergenceTest {

    @TempDir
    Path folder;

    @Test
    void anAbsurdLearningRateStopsTheRunAndNamesWhere() {
        Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
        var run = new RunFolder(folder.resolve("run"));
        var stopped = assertThrows(
                UserError.class,
                () -> TinyRun.complete(
                        TinyRun.ppo("ppo.policy-optimizer.learning-rate=1e30"), run.path(), events::add));

        assertSays(
                stopped,
                "stage ppo, iteration 1: train-(policy|critic): training diverged: .*; there is no checkpoint yet");
        assertFalse(Files.exists(run.path().resolve("summary.json")));
        assertTrue(events.stream().noneMatch(RunEvent.IterationRepeated.class::isInstance), "it was tried again");
    }

    @Test
    void whatWasLearntUntilThenIsSavedAndNamed() {
        var run = new RunFolder(folder.resolve("run"));
        var stopped = assertThrows(
                UserError.class,
                () -> TinyRun.complete(
                        TinyRun.ppo(
                                "ppo.critic-optimizer.learning-rate=1e30",
                                "ppo.critic-optimizer.schedule.warmup=1000000",
                                "ppo.passes.epochs=1",
                                "ppo.passes.updates=1"),
                        run.path(),
                        event -> {}));

        assertSays(
                stopped,
                "stage ppo, iteration 3: train-(policy|critic): training diverged: .*; the last good checkpoint is .*checkpoints.0002");
        ModelDirectory.open(run.lastCheckpoint());
    }

    private static void assertSays(UserError stopped, String sentence) {
        String message = String.valueOf(stopped.getMessage());
        assertTrue(message.matches(sentence), message);
    }
}
