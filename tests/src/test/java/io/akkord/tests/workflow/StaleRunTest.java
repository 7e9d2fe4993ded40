package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose responses are written by older weights while newer ones are trained. */
@Timeout(180)
class StaleRunTest {

    private static final int ITERATIONS = 5;
    private static final int UPDATES = 2;

    private static final String RECIPE = """
            stages = [toy]
            policy.new { hidden = 16, layers = 1, heads = 2, key-value-heads = 1, intermediate = 32, vocabulary = 300 }
            data { prompts = courtesy, generated = 64, held-out = 8 }
            reward { kind = regex, pattern = "[aeiou]" }
            toy {
              algorithm = io.akkord.tests.workflow.Dated
              iterations = %d
              batch = 8
              sampling { temperature = 1, top-p = 1, top-k = 0, max-tokens = 4, samples = 1, stop = [] }
              passes { epochs = 1, updates = %d }
              optimizer {
                learning-rate = 0.02, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight-decay = 0, max-grad-norm = 1
                schedule { kind = constant, warmup = 0, updates = 0, min-ratio = 0 }
              }
            }
            runtime { devices = 1, evaluation-prompts = 4 }
            """.formatted(ITERATIONS, UPDATES);

    /** Who writes, and whoever else there is, on devices of their own. */
    private static final List<String> APART = List.of(
            "plan.layouts.\"policy generate\"={devices=[\"0\"]}",
            "plan.layouts.\"policy train\"={devices=[\"1\"]}",
            "plan.layouts.critic={devices=[\"1\"]}",
            "plan.layouts.reference={devices=[\"1\"]}");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7})
    void responsesAreThoseOfTheWeightsOfSoManyIterationsBefore(int staleness) throws IOException {
        Files.writeString(folder.resolve("toy.conf"), RECIPE);
        var run = new RunFolder(folder.resolve("run"));
        TinyRun.complete(ExperimentReader.read("toy.conf", List.of("plan.staleness=" + staleness), folder), run.path());
        List<JsonNode> lines = run.lines("metrics.jsonl");
        assertEquals(ITERATIONS, lines.size());
        for (int i = 0; i < ITERATIONS; i++) {
            JsonNode line = lines.get(i);
            int behind = Math.min(i, staleness);
            assertEquals(UPDATES * (i - behind), line.path("dates/first").asDouble(), "iteration " + i);
            assertEquals(UPDATES * (i - behind), line.path("dates/last").asDouble(), "iteration " + i);
            assertEquals(staleness > 0, line.has("rollouts/staleness"));
            assertEquals(behind, line.path("rollouts/staleness").asDouble(), "iteration " + i);
            assertEquals(UPDATES * behind, line.path("rollouts/updates_behind").asDouble(), "iteration " + i);
        }
    }

    /** One stretch of model work, microseconds. */
    private record Stretch(String step, int iteration, double start, double end) {}

    @Test
    void theNextIterationIsWrittenBesideTheOneThatLearns() {
        List<Stretch> stale = work("stale", 1);
        assertTrue(writesAhead(stale), stale::toString);
        List<Stretch> synchronous = work("synchronous", 0);
        assertFalse(writesAhead(synchronous), synchronous::toString);
    }

    private static boolean writesAhead(List<Stretch> work) {
        return work.stream()
                .filter(one -> one.step().equals("generate-policy") && one.iteration() > 0)
                .anyMatch(writing -> work.stream()
                        .anyMatch(other -> other.iteration() == writing.iteration() - 1
                                && other.start() < writing.end()
                                && writing.start() < other.end()));
    }

    private List<Stretch> work(String name, int staleness) {
        var run = new RunFolder(folder.resolve(name));
        var settings = new ArrayList<>(APART);
        settings.addAll(List.of(
                "policy.new.hidden=64",
                "policy.new.layers=2",
                "policy.new.intermediate=128",
                "ppo.iterations=6",
                "ppo.batch=32",
                "ppo.sampling.max-tokens=24",
                "plan.staleness=" + staleness));
        TinyRun.complete(TinyRun.ppo(settings.toArray(String[]::new)), run.path());
        var work = new ArrayList<Stretch>();
        for (JsonNode event : run.json("trace.json").path("traceEvents")) {
            if (event.path("cat").asText().equals("model")) {
                double start = event.path("ts").asDouble();
                work.add(new Stretch(
                        event.path("name").asText(),
                        event.path("args").path("iteration").asInt(),
                        start,
                        start + event.path("dur").asDouble()));
            }
        }
        return work;
    }

    @Test
    void mismatchIsMeasuredAndCorrectedForUnlessToldOtherwise() {
        var run = new RunFolder(folder.resolve("rlvr"));
        TinyRun.complete(
                TinyRun.recipe(
                        "rlvr-arithmetic",
                        List.of(
                                "stages=[rlvr]",
                                "sft.batch=8",
                                "reward={kind=regex,pattern=\"[aeiou]\"}",
                                "rlvr.iterations=3",
                                "rlvr.batch=4",
                                "rlvr.sampling.samples=4",
                                "rlvr.sampling.max-tokens=8",
                                "rlvr.optimizer.learning-rate=1e-2",
                                "plan.staleness=1")),
                run.path());
        List<JsonNode> lines = run.lines("metrics.jsonl");
        assertTrue(lines.getFirst().path("mismatch/abs_max").asDouble() < 1e-4, "the first iteration is on policy");
        for (JsonNode line : lines.subList(1, 3)) {
            assertTrue(line.path("mismatch/abs_mean").asDouble() > 1e-3, line::toString);
            assertTrue(line.path("mismatch/k3").asDouble() > 0, line::toString);
            assertTrue(line.path("mismatch/effective_sample_size").asDouble() < 1, line::toString);
        }
    }
}
