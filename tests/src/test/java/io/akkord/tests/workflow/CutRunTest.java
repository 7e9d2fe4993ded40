package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.weights.HostTensor;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Twenty iterations of PPO whose networks are cut, and moved between layouts in each, beside a run with whole ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutRunTest {

    private static final double EXACT = 1e-9;

    private static final List<String> SIZES = List.of(
            "policy.new.layers=4",
            "policy.new.heads=4",
            "policy.new.key-value-heads=2",
            "runtime.precision=float64",
            "runtime.devices=4",
            "runtime.micro-batch=2",
            "ppo.batch=16",
            "ppo.iterations=20");

    /** Each network has another cut, generation another one than training, and the reference gives its memory back. */
    private static final List<String> LAYOUTS = List.of(
            "plan.whole=false",
            "plan.layouts.\"policy train\"={devices=[\"0-3\"],data=2,tensor=2}",
            "plan.layouts.\"policy generate\"={devices=[\"1-2\"],data=2}",
            "plan.layouts.critic={devices=[\"0-3\"],pipeline=2,tensor=2,recompute=full}",
            "plan.layouts.reference={devices=[\"2-3\"],tensor=2,offloaded=true}");

    private RunFolder whole;
    private RunFolder cut;

    @BeforeAll
    void runBoth(@TempDir Path folder) {
        whole = run(folder.resolve("whole"), List.of());
        cut = run(folder.resolve("cut"), LAYOUTS);
    }

    private static RunFolder run(Path directory, List<String> more) {
        var settings = new ArrayList<>(SIZES);
        settings.addAll(more);
        TinyRun.complete(TinyRun.ppo(settings.toArray(String[]::new)), directory);
        return new RunFolder(directory);
    }

    @Test
    void crashesOfRanksLeaveTheSameBytes(@TempDir Path folder) {
        var settings = new ArrayList<>(LAYOUTS);
        settings.add("ppo.iterations=4");
        RunFolder calm = run(folder.resolve("calm"), settings);
        settings.add("runtime.drills=[\"train-policy@1\", \"generate-policy@2\", \"infer-critic@3\"]");
        RunFolder shaken = run(folder.resolve("shaken"), settings);
        assertEquals(calm.lastCheckpointDigests(), shaken.lastCheckpointDigests());
        assertEquals(calm.metricsWithoutTimes(), shaken.metricsWithoutTimes());
    }

    @Test
    void metricsAreThoseOfWholeNetworks() {
        List<JsonNode> expected = whole.metricsWithoutTimes();
        List<JsonNode> actual = cut.metricsWithoutTimes();
        assertEquals(20, expected.size());
        for (int i = 0; i < expected.size(); i++) {
            JsonNode line = actual.get(i);
            expected.get(i).properties().forEach(metric -> {
                double value = metric.getValue().asDouble();
                double tolerance = EXACT * Math.max(1, Math.abs(value));
                assertEquals(value, line.path(metric.getKey()).asDouble(), tolerance, metric.getKey());
            });
        }
    }

    @Test
    void responsesAreThoseOfWholeNetworks() {
        assertEquals(responses(whole), responses(cut));
    }

    private static List<String> responses(RunFolder run) {
        return run.lines("samples.jsonl").stream()
                .map(sample -> sample.path("response").asText())
                .toList();
    }

    @Test
    void weightsAreThoseOfWholeNetworks() {
        for (String network : List.of("", "critic")) {
            var expected =
                    ModelDirectory.open(whole.lastCheckpoint().resolve(network)).weights();
            var actual =
                    ModelDirectory.open(cut.lastCheckpoint().resolve(network)).weights();
            assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
            expected.tensors().forEach((name, tensor) -> assertClose(name, tensor, actual.get(name)));
        }
    }

    private static void assertClose(String name, HostTensor expected, HostTensor actual) {
        double[] numbers = expected.toDoubles();
        double[] others = actual.toDoubles();
        double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], others[i], EXACT * largest, name);
        }
    }

    @Test
    void theTraceShowsMovesBetweenLayouts() {
        JsonNode trace = cut.json("trace.json");
        JsonNode events = trace.isArray() ? trace : trace.path("traceEvents");
        assertTrue(StreamSupport.stream(events.spliterator(), false)
                .anyMatch(event -> event.path("name").asText().equals("reallocate policy")));
    }
}
