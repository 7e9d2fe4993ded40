package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.Trainer;
import io.akkord.actors.run.RunEvent;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.RunProcess;
import io.akkord.tests.tiny.TinyRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of an iteration loses what came after its last checkpoint, and nothing else. */
@Timeout(180)
class KilledRunTest {

    private static final String[] SETTINGS = {"ppo.iterations=20", "runtime.checkpoint-every=2"};

    @TempDir
    Path folder;

    @Test
    void aKilledRunGoesOnFromItsCheckpointAsIfNothingHadHappened() throws Exception {
        var killed = new RunFolder(folder.resolve("killed"));
        Process process =
                RunProcess.start(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), killed.path(), SETTINGS);
        try (BufferedReader output = process.inputReader()) {
            readUntil(output, "checkpoint 2");
            readUntil(output, "iteration");
            readUntil(output, "iteration");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertFalse(Files.exists(killed.path().resolve("summary.json")), "it ended before it was killed");

        Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
        TinyRun.await(Trainer.resume(killed.path(), events::add).result());

        assertTrue(
                events.stream()
                        .anyMatch(event -> event instanceof RunEvent.StageStarted begun && begun.iteration() >= 2),
                "it began anew");
        var undisturbed = new RunFolder(folder.resolve("undisturbed"));
        TinyRun.complete(TinyRun.ppo(SETTINGS), undisturbed.path());
        assertEquals(undisturbed.lastCheckpointDigests(), killed.lastCheckpointDigests());
        assertEquals(undisturbed.metricsWithoutTimes(), killed.metricsWithoutTimes());
    }

    private static void readUntil(BufferedReader output, String beginning) throws IOException {
        String line;
        do {
            line = output.readLine();
            if (line == null) {
                throw new AssertionError("the run ended before it said " + beginning);
            }
        } while (!line.startsWith(beginning));
    }
}
