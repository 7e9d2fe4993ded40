package io.akkord.tests.workflow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy that learns while it decodes together with its frozen reference, both on the policy's device. */
@Timeout(120)
class MixtureRunTest {

    private static final String RECIPE = """
            stages = [toy]
            policy.new { hidden = 16, layers = 1, heads = 2, key-value-heads = 1, intermediate = 32, vocabulary = 300 }
            data { prompts = courtesy, generated = 64, held-out = 32 }
            reward { kind = regex, pattern = "[aeiou]" }
            toy {
              algorithm = io.akkord.tests.workflow.Anchored
              coefficient = 0
              iterations = 25
              batch = 32
              sampling { temperature = 0, top-p = 1, top-k = 0, max-tokens = 4, samples = 1, stop = [] }
              optimizer {
                learning-rate = 0.02, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight-decay = 0, max-grad-norm = 1
                schedule { kind = constant, warmup = 0, updates = 0, min-ratio = 0 }
              }
            }
            runtime { devices = 2, evaluation-prompts = 64 }
            """;

    @TempDir
    Path folder;

    /** The likeliest responses' reward before and after. */
    private double[] rewards(double coefficient) throws IOException {
        Files.writeString(folder.resolve("toy.conf"), RECIPE);
        Experiment experiment = ExperimentReader.read("toy.conf", List.of("toy.coefficient=" + coefficient), folder);
        Summary.StageSummary stage =
                TinyRun.complete(experiment, folder.resolve("run")).stages().getFirst();
        return new double[] {requireNonNull(stage.rewardFirst()), requireNonNull(stage.rewardLast())};
    }

    @Test
    void policyAloneLearns() throws IOException {
        double[] rewards = rewards(0);
        assertTrue(rewards[1] > rewards[0] + 0.1, "reward went from " + rewards[0] + " to " + rewards[1]);
    }

    @Test
    void referenceAloneNeverChanges() throws IOException {
        double[] rewards = rewards(1);
        assertEquals(rewards[0], rewards[1]);
    }
}
