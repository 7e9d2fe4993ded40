package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of loop, stopped in the middle of its last stage and resumed, ends in the bytes of a run that was not. */
@Timeout(180)
class RecipeRecoveryTest {

    @TempDir
    private Path folder;

    private static Experiment tiny(String recipe, String first, String last) {
        var settings = new ArrayList<>(List.of("policy.new.context=160", "runtime.checkpoint-every=2"));
        for (String stage : List.of(first, last)) {
            settings.addAll(List.of(
                    stage + ".iterations=3",
                    stage + ".batch=12",
                    stage + ".passes.updates=2",
                    stage + ".sampling.max-tokens=8",
                    stage + ".optimizer.learning-rate=1e-2"));
        }
        return TinyRun.recipe(recipe, settings);
    }

    @ParameterizedTest
    @CsvSource({
        "dpo, sft, dpo",
        "simpo, sft, simpo",
        "dapo, sft, rlvr",
        "rejection-sampling, sft, rejection-sampling",
        "self-judge, judge-augmented-sft, self-judgment",
        "nash, judge-augmented-sft, direct-nash",
    })
    void stoppedAndResumedEqualsNeverStopped(String recipe, String first, String last) {
        Experiment experiment = tiny(recipe, first, last);
        var undisturbed = new RunFolder(folder.resolve("undisturbed"));
        TinyRun.complete(experiment, undisturbed.path());

        var stopped = new RunFolder(folder.resolve("stopped"));
        var started = new CompletableFuture<TrainingRun>();
        started.complete(Trainer.start(experiment, stopped.path(), event -> {
            if (event instanceof RunEvent.StepStarted begun
                    && begun.stage().equals(last)
                    && begun.iteration() == 1
                    && begun.step().equals("train-policy")) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        }));
        assertThrows(RunStopped.class, () -> TinyRun.await(started.join().result()));
        TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());

        assertEquals(undisturbed.lastCheckpointDigests(), stopped.lastCheckpointDigests());
        assertEquals(undisturbed.metricsWithoutTimes(), stopped.metricsWithoutTimes());
    }

    @Test
    void referenceOfOfflinePairsIsAskedOnceForAllRowsAndNoMoreWhenTheyAreMetAgain() {
        Set<String> asked = new ConcurrentSkipListSet<>();
        var settings = new ArrayList<>(
                List.of("policy.new.context=160", "data.generated=24", "dpo.iterations=4", "dpo.batch=12"));
        settings.addAll(List.of("sft.iterations=1", "sft.batch=12", "sft.passes.updates=1"));
        settings.addAll(List.of("sft.sampling.max-tokens=8", "dpo.sampling.max-tokens=8"));
        Summary summary = TinyRun.complete(TinyRun.recipe("dpo", settings), folder.resolve("kept"), event -> {
            if (event instanceof RunEvent.StepStarted begun
                    && begun.stage().equals("dpo")
                    && begun.step().equals("infer-reference")) {
                asked.add("iteration " + begun.iteration());
            }
        });
        assertTrue(asked.stream().allMatch(iteration -> iteration.startsWith("iteration -")), asked.toString());
        assertTrue(asked.contains("iteration -3"), asked.toString());
        assertEquals(4, summary.stages().getLast().iterations());
    }
}
