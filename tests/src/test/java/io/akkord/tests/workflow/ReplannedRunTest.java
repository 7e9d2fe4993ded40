package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.configs.Experiment;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that corrects its plan by what it measures. Whether it moves anything is up to the machine's mood; on devices that
 * are alike it learns the same either way, and recovers as any other.
 */
@Timeout(180)
class ReplannedRunTest {

    @TempDir
    static Path folder;

    private static RunFolder usual = new RunFolder(Path.of(""));

    @BeforeAll
    static void runUsually() {
        usual = new RunFolder(folder.resolve("usual"));
        TinyRun.complete(TinyRun.ppo("ppo.iterations=8"), usual.path());
    }

    private static Experiment replanning(String... settings) {
        var all = new String[settings.length + 2];
        all[0] = "ppo.iterations=8";
        all[1] = "plan.replan=true";
        System.arraycopy(settings, 0, all, 2, settings.length);
        return TinyRun.ppo(all);
    }

    @Test
    void crashedWorkersComeBackWhereThePlanNowSays() {
        var run = new RunFolder(folder.resolve("crashed"));
        TinyRun.complete(
                replanning("runtime.drills=[\"train-critic@3\", \"generate-policy@5\", \"infer-reference@6\"]"),
                run.path());
        assertEquals(usual.lastCheckpointDigests(), run.lastCheckpointDigests());
        assertEquals(usual.metricsWithoutTimes(), run.metricsWithoutTimes());
    }

    @Test
    void aResumedRunPlansAnew() {
        var run = new RunFolder(folder.resolve("stopped"));
        var started = new CompletableFuture<TrainingRun>();
        TrainingRun first = Trainer.start(replanning(), run.path(), event -> {
            if (event instanceof RunEvent.IterationFinished finished && finished.iteration() == 5) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(first);
        assertThrows(RunStopped.class, () -> TinyRun.await(first.result()));
        TinyRun.await(Trainer.resume(run.path(), event -> {}).result());
        assertEquals(usual.lastCheckpointDigests(), run.lastCheckpointDigests());
    }
}
