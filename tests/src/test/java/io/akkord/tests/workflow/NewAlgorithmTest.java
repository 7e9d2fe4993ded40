package io.akkord.tests.workflow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.Summary;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new algorithm is one file and one recipe: {@link Reinforce} is the file, {@link #RECIPE} the recipe. */
@Timeout(120)
class NewAlgorithmTest {

    private static final String RECIPE = """
            stages = [toy]
            policy.new { hidden = 16, layers = 1, heads = 2, key-value-heads = 1, intermediate = 32, vocabulary = 300 }
            data { prompts = courtesy, generated = 64, held-out = 32 }
            reward { kind = regex, pattern = "[aeiou]" }
            toy {
              algorithm = io.akkord.tests.workflow.Reinforce
              iterations = 25
              batch = 32
              sampling { temperature = 1, top-p = 1, top-k = 0, max-tokens = 4, samples = 1, stop = [] }
              optimizer {
                learning-rate = 0.02, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight-decay = 0, max-grad-norm = 1
                schedule { kind = constant, warmup = 0, updates = 0, min-ratio = 0 }
              }
            }
            runtime { devices = 1, evaluation-prompts = 64 }
            """;

    @TempDir
    Path folder;

    @Test
    void anAlgorithmOfOneFileRunsAndLearns() throws IOException {
        Files.writeString(folder.resolve("toy.conf"), RECIPE);
        Experiment experiment = ExperimentReader.read("toy.conf", List.of(), folder);

        Summary summary = TinyRun.complete(experiment, folder.resolve("run"));

        Summary.StageSummary stage = summary.stages().getFirst();
        assertEquals("toy", stage.name());
        assertEquals("reinforce", stage.workflow());
        double first = requireNonNull(stage.rewardFirst());
        double last = requireNonNull(stage.rewardLast());
        assertTrue(last > first + 0.3, "reward went from " + first + " to " + last);
        assertEquals(
                25, new RunFolder(folder.resolve("run")).lines("metrics.jsonl").size());
    }

    @Test
    void itsSettingsAreReReadFromTheRunDirectory() throws IOException {
        Files.writeString(folder.resolve("toy.conf"), RECIPE);
        Experiment experiment = ExperimentReader.read("toy.conf", List.of("toy.iterations=7"), folder);
        Experiment again = ExperimentReader.readText(experiment.text(), "experiment.conf");
        assertEquals(experiment.stages(), again.stages());
        assertEquals(Reinforce.class, again.stages().getFirst().algorithm().getClass());
    }
}
