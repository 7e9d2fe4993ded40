package io.akkord.tests.numerics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.weights.Weights;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many rows a network reads at once is a matter of memory alone: a whole run in float64, three iterations of two
 * epochs of two updates, ends with the same weights.
 *
 * <p>Losses are divided by counts of the whole update, so only rounding differs; float32 would let it flip a sampled
 * token sooner or later.
 */
@Timeout(120)
class MicroBatchTest {

    private static final double MOST_RELATIVE_DIFFERENCE = 1e-9;

    private static RunFolder byTwo = new RunFolder(Path.of(""));
    private static RunFolder byEight = new RunFolder(Path.of(""));

    @BeforeAll
    static void runBoth(@TempDir Path folder) {
        byTwo = run(folder, 2);
        byEight = run(folder, 8);
    }

    @Test
    void thePolicyIsTheSame() {
        assertClose(byTwo.lastCheckpoint(), byEight.lastCheckpoint());
    }

    @Test
    void theCriticIsTheSame() {
        assertClose(
                byTwo.lastCheckpoint().resolve("critic"),
                byEight.lastCheckpoint().resolve("critic"));
    }

    @Test
    void theMetricsAreTheSame() {
        var two = byTwo.metricsWithoutTimes();
        var eight = byEight.metricsWithoutTimes();
        for (int line = 0; line < eight.size(); line++) {
            for (var metric : eight.get(line).properties()) {
                double expected = metric.getValue().asDouble();
                assertEquals(
                        expected,
                        two.get(line).path(metric.getKey()).asDouble(),
                        1e-7 * Math.max(1, Math.abs(expected)),
                        metric.getKey());
            }
        }
    }

    @Test
    void theRunsLearntSomething() {
        double moved =
                relativeDifference(weights(byTwo.path().resolve("models/policy")), weights(byTwo.lastCheckpoint()));
        assertTrue(moved > 1e-3, "moved by " + moved);
    }

    private static RunFolder run(Path folder, int microBatch) {
        var run = new RunFolder(folder.resolve("by-" + microBatch));
        TinyRun.complete(
                TinyRun.ppo(
                        "ppo.iterations=3",
                        "ppo.policy-optimizer.learning-rate=1e-3",
                        "ppo.entropy=0.01",
                        "runtime.precision=float64",
                        "runtime.micro-batch=" + microBatch),
                run.path());
        return run;
    }

    private static void assertClose(Path one, Path other) {
        double difference = relativeDifference(weights(one), weights(other));
        assertTrue(difference <= MOST_RELATIVE_DIFFERENCE, "they differ by " + difference);
    }

    private static Weights weights(Path directory) {
        return ModelDirectory.open(directory).weights();
    }

    /** {@code |a - b| / |b|}, 2-norms over all tensors. */
    private static double relativeDifference(Weights a, Weights b) {
        double squares = 0;
        double size = 0;
        for (var entry : b.tensors().entrySet()) {
            double[] theirs = entry.getValue().toDoubles();
            double[] ours = requireNonNull(a.tensors().get(entry.getKey())).toDoubles();
            assertEquals(theirs.length, ours.length);
            for (int i = 0; i < theirs.length; i++) {
                squares += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
                size += theirs[i] * theirs[i];
            }
        }
        return Math.sqrt(squares / size);
    }
}
