package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three stages of the {@code quickstart} recipe, made tiny: each hands what it trained to the next. */
@Timeout(120)
class StagesTest {

    private static final Experiment EXPERIMENT = ExperimentReader.read(
            "quickstart",
            List.of(
                    "policy.new.hidden=16",
                    "policy.new.layers=1",
                    "policy.new.heads=2",
                    "policy.new.key-value-heads=1",
                    "policy.new.intermediate=32",
                    "policy.new.vocabulary=300",
                    "data.generated=64",
                    "data.held-out=8",
                    "sft.iterations=2",
                    "sft.batch=8",
                    "reward-modelling.iterations=2",
                    "reward-modelling.batch=8",
                    "ppo.iterations=2",
                    "ppo.batch=8",
                    "ppo.sampling.max-tokens=8",
                    "ppo.policy-optimizer.learning-rate=0",
                    "runtime.devices=2",
                    "runtime.evaluation-prompts=8"),
            Path.of(""));

    @TempDir
    static Path folder;

    private static RunFolder run = new RunFolder(Path.of(""));
    private static List<Summary.StageSummary> stages = List.of();

    @BeforeAll
    static void runOnce() {
        run = new RunFolder(folder.resolve("run"));
        stages = TinyRun.complete(EXPERIMENT, run.path()).stages();
    }

    @Test
    void theStagesRunInTheirOrder() {
        assertEquals(
                List.of("sft", "reward-modelling", "ppo"),
                stages.stream().map(Summary.StageSummary::name).toList());
        assertEquals(
                List.of("sft", "sft", "reward-modelling", "reward-modelling", "ppo", "ppo"),
                run.lines("metrics.jsonl").stream()
                        .map(line -> line.path("stage").asText())
                        .toList());
    }

    @Test
    void theEndOfEveryStageStays() {
        assertEquals(List.of("0002", "0004", "0006"), run.checkpoints());
    }

    @Test
    void aStageStartsFromWhatAnEarlierOneTrained() throws IOException {
        Path taught = run.path().resolve("checkpoints/0002/model.safetensors");
        Path aligned = run.path().resolve("checkpoints/0006/model.safetensors");
        assertEquals(-1, Files.mismatch(taught, aligned), "a PPO that learns nothing ends with the policy of SFT");
        assertTrue(Files.mismatch(taught, run.path().resolve("models/policy/model.safetensors")) >= 0);
    }

    @Test
    void theGoldRuleJudgesBeforeAndAfter() {
        assertTrue(run.json("summary.json").path("gold").path("win_rate").isNumber());
    }

    @Test
    void theRewardModelIsJudgedOnHeldOutPairs() {
        for (String figure : List.of("agreement_first", "agreement_last", "calibration_error_first")) {
            double share =
                    run.json("summary.json").path("stages").path(1).path(figure).asDouble(-1);
            assertTrue(share >= 0 && share <= 1, figure + " " + share);
        }
    }

    @ParameterizedTest
    @CsvSource({"sft, 1, train-policy", "reward-modelling, 0, train-reward", "ppo, 1, infer-reward"})
    void aRunThatIsStoppedInAnyStageEndsTheSame(String stage, int iteration, String step) {
        var stopped = new RunFolder(folder.resolve("stopped-in-" + stage));
        stop(stopped, event -> event.equals(new RunEvent.StepStarted(stage, iteration, step)));
        assertEndsTheSame(stopped);
    }

    @Test
    void aStopBetweenTwoStagesIsNotLost() {
        var stopped = new RunFolder(folder.resolve("stopped-between"));
        RunStopped stop = stop(stopped, RunEvent.CheckpointWritten.class::isInstance);
        assertEquals(stopped.path().resolve("checkpoints/0002").toString(), stop.checkpoint());
        assertEndsTheSame(stopped);
    }

    @Test
    void aStopBeforeTheFirstStageIsNotLost() {
        var stopped = new RunFolder(folder.resolve("stopped-at-once"));
        TrainingRun atOnce = Trainer.start(EXPERIMENT, stopped.path(), event -> {});
        atOnce.stop();
        assertEquals(
                "",
                assertThrows(RunStopped.class, () -> TinyRun.await(atOnce.result()))
                        .checkpoint());
        assertEndsTheSame(stopped);
    }

    /** Stops a run as soon as something has happened. */
    private static RunStopped stop(RunFolder place, Predicate<RunEvent> moment) {
        var started = new CompletableFuture<TrainingRun>();
        TrainingRun first = Trainer.start(EXPERIMENT, place.path(), event -> {
            if (moment.test(event)) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(first);
        return assertThrows(RunStopped.class, () -> TinyRun.await(first.result()));
    }

    private static void assertEndsTheSame(RunFolder stopped) {
        Summary summary =
                TinyRun.await(Trainer.resume(stopped.path(), event -> {}).result());
        assertEquals(3, summary.stages().size());
        assertEquals(run.lastCheckpointDigests(), stopped.lastCheckpointDigests());
        assertEquals(run.metricsWithoutTimes(), stopped.metricsWithoutTimes());
        assertEquals(run.lines("samples.jsonl"), stopped.lines("samples.jsonl"));
    }
}
