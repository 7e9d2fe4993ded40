package io.akkord.tests.workflow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.report.Report;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages that train nothing, {@link PickBest}, before and after one that does. */
@Timeout(120)
class UntrainedStageTest {

    private static final String EXPERIMENT = """
            stages = [first, toy, last]
            policy.new { hidden = 16, layers = 1, heads = 2, key-value-heads = 1, intermediate = 32, vocabulary = 300 }
            data { prompts = courtesy, generated = 64, held-out = 32 }
            reward { kind = regex, pattern = "[aeiou]" }
            gold { kind = regex, pattern = "[aeiou]" }
            first {
              algorithm = io.akkord.tests.workflow.PickBest
              iterations = 2
              batch = 4
              sampling { temperature = 1, top-p = 1, top-k = 0, max-tokens = 4, samples = 8, stop = [] }
            }
            last = ${first}
            last.iterations = 1
            toy {
              algorithm = io.akkord.tests.workflow.Reinforce
              iterations = 1
              batch = 8
              sampling { temperature = 1, top-p = 1, top-k = 0, max-tokens = 4, samples = 1, stop = [] }
              optimizer {
                learning-rate = 0.02, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight-decay = 0, max-grad-norm = 1
                schedule { kind = constant, warmup = 0, updates = 0, min-ratio = 0 }
              }
            }
            runtime { devices = 1, evaluation-prompts = 32 }
            """;

    @TempDir
    static Path folder;

    private static RunFolder run = new RunFolder(Path.of(""));
    private static Experiment experiment = TinyRun.ppo();
    private static Summary summary = new Summary("", 0, List.of(), null, 0, 0, "");

    @BeforeAll
    static void runOnce() throws IOException {
        Files.writeString(folder.resolve("untrained.conf"), EXPERIMENT);
        experiment = ExperimentReader.read("untrained.conf", List.of(), folder);
        run = new RunFolder(folder.resolve("run"));
        summary = TinyRun.complete(experiment, run.path());
    }

    private static Path weights(String checkpoint) {
        return run.path().resolve("checkpoints").resolve(checkpoint).resolve("model.safetensors");
    }

    @Test
    void itsCheckpointHoldsThePolicyAsItWas() throws IOException {
        assertEquals(List.of("0002", "0003", "0004"), run.checkpoints());
        assertEquals(-1, Files.mismatch(run.path().resolve("models/policy/model.safetensors"), weights("0002")));
        assertTrue(Files.mismatch(weights("0002"), weights("0003")) >= 0, "the toy between them learns");
        assertEquals(-1, Files.mismatch(weights("0003"), weights("0004")), "the last stage took over what it learned");
    }

    @Test
    void itsCheckpointIsAModelWithATokenizer() {
        ModelDirectory model = ModelDirectory.open(Path.of(summary.checkpoint()));
        assertTrue(model.hasTokenizer());
        assertTrue(!model.weights().tensors().isEmpty());
    }

    @Test
    void itIsMeasuredAndReported() throws IOException {
        Summary.StageSummary stage = summary.stages().getFirst();
        assertEquals("pick-best", stage.workflow());
        assertTrue(requireNonNull(stage.metrics().get("pick/best")) >= 0);
        assertTrue(Files.readString(Report.write(run.path())).contains("pick/best"));
    }

    @Test
    void theGoldRewardJudgesEveryColumnOfAsManyResponses() {
        Summary.Gold gold = requireNonNull(summary.gold());
        double picked = requireNonNull(gold.others().get("best_picked_mean"));
        assertTrue(picked > gold.aligned(), "the best of eight is no better than one: " + picked + " " + gold);
        assertTrue(requireNonNull(gold.others().get("best_picked_win_rate")) > 0.5);
        assertEquals(
                picked,
                run.json("summary.json").path("gold").path("best_picked_mean").asDouble());
        assertEquals(2, gold.others().size(), "the candidates are more than the prompts and not judged: " + gold);
    }

    @Test
    void aStopInItsMiddleIsNotLost() {
        var stopped = new RunFolder(folder.resolve("stopped"));
        var started = new CompletableFuture<TrainingRun>();
        TrainingRun first = Trainer.start(experiment, stopped.path(), event -> {
            if (event.equals(new RunEvent.StepStarted("first", 1, "score"))) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(first);
        assertThrows(RunStopped.class, () -> TinyRun.await(first.result()));
        TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());
        assertEquals(run.lastCheckpointDigests(), stopped.lastCheckpointDigests());
        assertEquals(run.metricsWithoutTimes(), stopped.metricsWithoutTimes());
    }
}
