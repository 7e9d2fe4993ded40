package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps whose inputs are there run together, as far as there are devices; read off {@code trace.json}. */
@Timeout(120)
class OverlapTest {

    /** One stretch of model work on a device, microseconds. */
    private record Stretch(String step, int iteration, int device, double start, double end) {

        boolean overlaps(Stretch other) {
            return start < other.end && other.start < end;
        }
    }

    private static List<Stretch> oneDevice = List.of();
    private static List<Stretch> twoDevices = List.of();

    @BeforeAll
    static void runOnce(@TempDir Path folder) {
        oneDevice = work(folder, 1);
        twoDevices = work(folder, 2);
    }

    @Test
    void criticAndReferenceReadTheSameRolloutsAtTheSameTime() {
        List<Stretch> critic = of(twoDevices, "infer-critic");
        List<Stretch> reference = of(twoDevices, "infer-reference");
        assertEquals(6, critic.size());
        assertTrue(
                critic.stream()
                        .anyMatch(one -> reference.stream()
                                .anyMatch(other -> one.iteration() == other.iteration()
                                        && one.device() != other.device()
                                        && one.overlaps(other))),
                "in no iteration did they overlap: " + critic + reference);
    }

    @Test
    void policyAndCriticLearnAtTheSameTime() {
        List<Stretch> critic = of(twoDevices, "train-critic");
        assertTrue(
                of(twoDevices, "train-policy").stream()
                        .anyMatch(one -> critic.stream().anyMatch(one::overlaps)),
                "in no iteration did they overlap");
    }

    @Test
    void aDeviceDoesOneThingAtATime() {
        for (List<Stretch> work : List.of(oneDevice, twoDevices)) {
            for (int i = 0; i < work.size(); i++) {
                for (Stretch other : work.subList(i + 1, work.size())) {
                    Stretch one = work.get(i);
                    assertFalse(one.device() == other.device() && one.overlaps(other), one + " and " + other);
                }
            }
        }
        assertEquals(1, oneDevice.stream().map(Stretch::device).distinct().count());
        assertEquals(2, twoDevices.stream().map(Stretch::device).distinct().count());
    }

    private static List<Stretch> work(Path folder, int devices) {
        var run = new RunFolder(folder.resolve("on-" + devices));
        TinyRun.complete(
                TinyRun.ppo(
                        "policy.new.hidden=64",
                        "policy.new.layers=2",
                        "policy.new.intermediate=128",
                        "ppo.iterations=6",
                        "ppo.batch=32",
                        "runtime.devices=" + devices),
                run.path());
        var work = new ArrayList<Stretch>();
        for (JsonNode event : run.json("trace.json").path("traceEvents")) {
            if (event.path("cat").asText().equals("model")) {
                double start = event.path("ts").asDouble();
                work.add(new Stretch(
                        event.path("name").asText(),
                        event.path("args").path("iteration").asInt(),
                        event.path("tid").asInt(),
                        start,
                        start + event.path("dur").asDouble()));
            }
        }
        return work;
    }

    private static List<Stretch> of(List<Stretch> work, String step) {
        return work.stream().filter(one -> one.step().equals(step)).toList();
    }
}
