package io.akkord.tests.benchmarks;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.embedded.CallMemory;
import io.akkord.placement.embedded.SequenceLengths;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.train.Learner;
import io.akkord.policies.transformer.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How much a process grows when a network learns, beside what was predicted: resident memory after an update of a large
 * network, less what the same process held after one of a tiny network. Linux alone tells how much that is.
 *
 * <p>Start it with {@code AKKORD_OPTS="-Xms1g -XX:+AlwaysPreTouch"}, so that the Java heap is there from the beginning.
 */
public final class ResidentMemory {

    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(1e-6, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final int ROWS = 8;
    private static final int PROMPT = 16;
    private static final int RESPONSE = 64;
    private static final int CONTEXT = 256;
    private static final double MIB = 1 << 20;

    private ResidentMemory() {}

    /** Prints what was predicted and what was found. */
    public static void main(String[] arguments) {
        try (var device = Device.open("cpu", _ -> {})) {
            double before = device.submit("", () -> learn(shape(512, 64, 2))).join();
            ModelShape large = shape(32_000, 288, 6);
            double after = device.submit("", () -> learn(large)).join();
            var lengths = SequenceLengths.of(ROWS, PROMPT, ResponseLengths.FULL, RESPONSE);
            double predicted = new CallMemory(large, CONTEXT)
                            .train(lengths, Output.LOGPROBS, ROWS, false)
                            .totalBytes()
                    / MIB;
            double grown = after - before;
            System.out.printf(
                    "predicted %.1f MiB, resident memory grew by %.1f MiB, off by %+.1f %%%n",
                    predicted, grown, 100 * (predicted / grown - 1));
        }
    }

    /** MiB resident after an update, the network still there. */
    private static double learn(ModelShape shape) throws IOException {
        var config = new ModelConfig(
                shape.vocabulary(),
                shape.hidden(),
                shape.layers(),
                shape.heads(),
                shape.keyValueHeads(),
                shape.headSize(),
                shape.intermediate(),
                CONTEXT,
                1e-5,
                10_000,
                shape.tied(),
                false,
                1,
                List.of(),
                0);
        try (var model = LanguageModel.create(config, FreshWeights.create(config, 1), Precision.FLOAT32);
                var learner = new Learner(model, SETTINGS)) {
            var objective = new PolicyGradient(new ClippedSurrogate(0.2, 0.2, 0), Aggregation.TOKEN_MEAN, RESPONSE, 0);
            learner.update(objective, Column.ROLLOUTS, step(shape.vocabulary()), 1, ROWS, Cancellation.NEVER);
            return resident();
        }
    }

    private static Experience step(int vocabulary) {
        var rollouts = new ArrayList<Rollout>();
        var advantages = new double[ROWS][RESPONSE];
        var sampled = new boolean[RESPONSE];
        Arrays.fill(sampled, true);
        for (int row = 0; row < ROWS; row++) {
            var random = new SplittableRandom(row);
            var prompt = new Prompt(row, "", random.ints(PROMPT, 3, vocabulary).toArray(), Map.of());
            int[] response = random.ints(RESPONSE, 3, vocabulary).toArray();
            rollouts.add(new Rollout(prompt, 0, response, sampled, new float[RESPONSE], 0, Ending.LENGTH, ""));
            Arrays.fill(advantages[row], random.nextDouble(-1, 1));
        }
        return Experience.empty()
                .with(Column.ROLLOUTS, new Rows<>(rollouts))
                .with(Column.ADVANTAGES, TokenGrid.of(advantages));
    }

    private static double resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }

    private static ModelShape shape(int vocabulary, int hidden, int layers) {
        int heads = hidden / 48 < 2 ? 4 : 6;
        return new ModelShape(
                Family.LLAMA, vocabulary, hidden, layers, heads, heads, hidden / heads, 768, 0, true, false);
    }
}
