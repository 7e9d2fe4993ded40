package io.akkord.tests.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.actors.Trainer;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run of the bare {@code ppo} recipe, made tiny, and everything that it leaves behind. */
@Timeout(120)
class TrainerTest {

    private static final int ITERATIONS = 4;
    private static final int JUDGED = 8;

    @TempDir
    static Path folder;

    private static final Queue<RunEvent> EVENTS = new ConcurrentLinkedQueue<>();
    private static Experiment experiment;
    private static RunFolder run;
    private static Summary summary;

    @BeforeAll
    static void runOnce() {
        experiment = TinyRun.ppo("runtime.checkpoint-every=1", "runtime.keep-checkpoints=2");
        run = new RunFolder(folder.resolve("run"));
        summary = TinyRun.complete(experiment, run.path(), EVENTS::add);
    }

    @Test
    void theRunEndsWithASummary() {
        Summary.StageSummary stage = summary.stages().getFirst();
        assertEquals("ppo", summary.name());
        assertEquals("ppo", stage.workflow());
        assertEquals(ITERATIONS, stage.iterations());
        assertTrue(stage.rewardFirst() != null && stage.rewardLast() != null && stage.klLast() != null);
        assertTrue(summary.orchestrationShare() >= 0 && summary.orchestrationShare() <= 1);
        assertTrue(summary.peakRssBytes() >= 0);
    }

    @Test
    void theSummaryOnDiskHasTheFiguresPeopleCompare() {
        JsonNode written = run.json("summary.json");
        for (String figure : List.of("name", "seconds", "orchestration_share", "peak_rss_bytes", "checkpoint")) {
            assertTrue(written.has(figure), figure);
        }
        for (String figure : List.of(
                "name",
                "workflow",
                "iterations",
                "seconds",
                "reward_first",
                "reward_last",
                "reward_sd_first",
                "kl_last")) {
            assertTrue(written.path("stages").path(0).has(figure), "stages." + figure);
        }
        assertEquals(run.lastCheckpoint().toString(), written.path("checkpoint").asText());
    }

    @Test
    void theExperimentOnDiskIsTheOneThatRan() throws IOException {
        String text = Files.readString(run.path().resolve("experiment.conf"));
        assertEquals(experiment, ExperimentReader.readText(text, "experiment.conf"));
    }

    @Test
    void everyIterationIsALineOfMetricsUnderCommunityNames() {
        List<JsonNode> lines = run.lines("metrics.jsonl");
        assertEquals(ITERATIONS, lines.size());
        for (int line = 0; line < ITERATIONS; line++) {
            assertEquals(line + 1, lines.get(line).path("iteration").asInt());
            for (String name : List.of(
                    "objective/reward_mean",
                    "objective/kl",
                    "objective/entropy",
                    "objective/unscored",
                    "policy/clipfrac",
                    "policy/grad_norm",
                    "value/loss",
                    "response/length_mean",
                    "time/generate-policy",
                    "time/iteration")) {
                assertTrue(lines.get(line).path(name).isNumber(), name + " in " + lines.get(line));
            }
        }
    }

    @Test
    void samplesShowThePolicyBeforeAndAfter() {
        List<String> when = run.lines("samples.jsonl").stream()
                .map(sample -> sample.path("when").asText())
                .distinct()
                .toList();
        assertEquals(List.of("before", "after"), when);
        assertTrue(run.lines("samples.jsonl").size() <= 2 * JUDGED);
    }

    @Test
    void thePlanPlacesEveryNetwork() {
        JsonNode stage = run.json("plan.json").path("stages").path(0);
        for (String role : List.of("policy", "reference", "critic")) {
            assertTrue(stage.path("placements").path(role).isArray(), role);
        }
        assertTrue(stage.path("predicted_seconds").has("train-policy"));
    }

    @Test
    void theTraceIsChromesAndShowsEveryModelStepOfEveryIteration() {
        JsonNode events = run.json("trace.json").path("traceEvents");
        for (String step :
                List.of("generate-policy", "infer-reference", "infer-critic", "train-policy", "train-critic")) {
            for (int iteration = 0; iteration < ITERATIONS; iteration++) {
                int wanted = iteration;
                assertTrue(
                        events.valueStream()
                                .anyMatch(event -> event.path("name").asText().equals(step)
                                        && event.path("ph").asText().equals("X")
                                        && event.path("args").path("iteration").asInt() == wanted),
                        step + " of iteration " + iteration);
            }
        }
    }

    @Test
    void theReportIsOneFileThatAsksNobodyElse() throws IOException {
        String html = Files.readString(run.path().resolve("report.html"));
        assertTrue(html.contains("<html") && html.contains("<svg"));
        assertTrue(!html.contains("src=\"http") && !html.contains("<link"), "the report loads something");
    }

    @Test
    void onlyTheNewestCheckpointsStay() {
        assertEquals(List.of("0002", "0003", "0004"), run.checkpoints());
    }

    @Test
    void theWatcherHearsOfEveryStage() {
        assertEquals(
                ITERATIONS,
                EVENTS.stream()
                        .filter(RunEvent.IterationFinished.class::isInstance)
                        .count());
        assertEquals(
                List.of("before", "after"),
                EVENTS.stream()
                        .filter(RunEvent.Evaluated.class::isInstance)
                        .map(event -> ((RunEvent.Evaluated) event).when())
                        .toList());
        assertTrue(EVENTS.stream().anyMatch(RunEvent.StageFinished.class::isInstance));
    }

    @Test
    void aDirectoryThatExistsIsRefusedAndLeftAlone() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("experiment.conf"), "mine");
        var refusal = assertThrows(UserError.class, () -> Trainer.start(experiment, taken, event -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains(taken.toString()), refusal.getMessage());
        assertEquals("mine", Files.readString(taken.resolve("experiment.conf")));
        try (var files = Files.list(taken)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aRunThatIsDoneIsNotResumed() throws IOException {
        byte[] before = Files.readAllBytes(run.path().resolve("summary.json"));
        var refusal = assertThrows(UserError.class, () -> Trainer.resume(run.path(), event -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains("is done"), refusal.getMessage());
        assertArrayEquals(before, Files.readAllBytes(run.path().resolve("summary.json")));
    }

    @Test
    void aDirectoryWithoutARunIsNotResumed() {
        var refusal = assertThrows(UserError.class, () -> Trainer.resume(folder, event -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains("no run to resume"), refusal.getMessage());
    }
}
