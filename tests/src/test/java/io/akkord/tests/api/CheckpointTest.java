package io.akkord.tests.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.Summary;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.ValueModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.text.Tokenizer;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is a Hugging Face folder that anything can go on from: a program, or the next run. */
@Timeout(120)
class CheckpointTest {

    private static final Sampling GREEDY = new Sampling(0, 1, 0, 8, 1, List.of());

    @TempDir
    Path folder;

    @Test
    void aCheckpointGeneratesAndStartsTheNextRun() throws Exception {
        Summary first = TinyRun.complete(TinyRun.ppo("ppo.iterations=1"), folder.resolve("first"));
        var checkpoint = Path.of(first.checkpoint());

        ModelDirectory policy = ModelDirectory.open(checkpoint);
        assertTrue(policy.hasTokenizer());
        try (var tokenizer = Tokenizer.open(checkpoint);
                var device = Device.open("cpu0", interval -> {})) {
            tokenizer.checkFits(policy.config());
            int[] prompt = tokenizer.encode("Where is the key?");
            Completion said = device.submit("", () -> greedy(policy, prompt)).get();
            assertTrue(said.response().length > 0);
            assertEquals(said.response().length, said.logprobs().length);
        }

        Summary second = TinyRun.complete(
                TinyRun.ppo(
                        "ppo.iterations=1",
                        "ppo.policy-optimizer.learning-rate=0",
                        "ppo.critic-optimizer.learning-rate=0",
                        "policy.model=" + checkpoint,
                        "critic.model=" + checkpoint.resolve("critic")),
                folder.resolve("second"));
        for (String weights : List.of("model.safetensors", "critic/model.safetensors")) {
            assertArrayEquals(
                    Files.readAllBytes(checkpoint.resolve(weights)),
                    Files.readAllBytes(Path.of(second.checkpoint()).resolve(weights)),
                    "a run that learns nothing hands on what it was given: " + weights);
        }
    }

    @Test
    void theCriticOfACheckpointIsAScalarModel() throws Exception {
        Summary summary = TinyRun.complete(TinyRun.ppo("ppo.iterations=1"), folder.resolve("run"));
        ModelDirectory critic =
                ModelDirectory.open(Path.of(summary.checkpoint()).resolve("critic"));
        assertTrue(critic.config().scalar());
        try (var device = Device.open("cpu0", interval -> {})) {
            device.submit("", () -> {
                        ValueModel.create(critic.config(), critic.weights(), Precision.FLOAT32)
                                .close();
                        return true;
                    })
                    .get();
        }
    }

    private static Completion greedy(ModelDirectory directory, int[] prompt) {
        try (var model = LanguageModel.create(directory.config(), directory.weights(), Precision.FLOAT32)) {
            return model.generate(
                            List.of(new Request(prompt, 0, 0)), GREEDY, new RunKey(1, 0), StopRule.none(), 1, () -> {})
                    .getFirst();
        }
    }
}
