package io.akkord.tests.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.train.Learner;
import io.akkord.policies.transformer.ModelConfig;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Tokens per process CPU second of one device, on the shapes and the work for which peers were measured: batch 32, prompt
 * 16, 64 new tokens, float32, one thread.
 *
 * <p>Generation counts new tokens; log-probs and training count all 80 positions of a row, as the peers' figures do. A
 * GRPO iteration, {@link AlignmentWork#grpo}, counts its 2048 new tokens, and a DPO step, {@link AlignmentWork#dpo}, all
 * 80 positions of its 32 sequences, once each.
 * CPU time is the process's, garbage collection and compilation included. Run it on an idle machine: caches and memory
 * are shared with whatever else runs.
 */
public final class ModelSpeed {

    static final int ROWS = 32;
    static final int PROMPT = 16;
    static final int RESPONSE = 64;
    static final int MICRO_BATCH = 8;
    private static final int WARM_UPS = 5;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** A model and what the fastest Python peer reaches with it. */
    private record Shape(
            String name,
            ModelConfig config,
            double generation,
            double logprobs,
            double training,
            double grpo,
            double dpo) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("tiny", config(512, 256, 4, 8, 688, false), 2159, 11222, 3679, 1280, 2453),
            new Shape("15M", config(32000, 288, 6, 6, 768, true), 680, 1870, 532, 252, 489));

    private final PrintStream out;
    private final int repeats;

    private ModelSpeed(PrintStream out, int repeats) {
        this.out = out;
        this.repeats = repeats;
    }

    /**
     * Prints a table.
     *
     * @param arguments how often each piece is measured after the warm-up, 7 by default; then the name of a model, for
     *     that one alone
     */
    public static void main(String[] arguments) {
        int repeats = arguments.length == 0 ? 7 : Integer.parseInt(arguments[0]);
        var benchmark = new ModelSpeed(System.out, repeats);
        benchmark.out.println("model piece           best   median     peer  best/peer  median/peer");
        try (var device = Device.open("cpu", interval -> {})) {
            for (Shape shape : SHAPES) {
                if (arguments.length < 2 || arguments[1].equals(shape.name)) {
                    device.submit("", () -> benchmark.measure(shape)).join();
                }
            }
        }
    }

    private boolean measure(Shape shape) {
        var settings =
                new OptimizerSettings(1e-6, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
        var sampling = new Sampling(1, 1, 0, RESPONSE, 1, List.of());
        try (var model = LanguageModel.create(shape.config, FreshWeights.create(shape.config, 1), Precision.FLOAT32);
                var learner = new Learner(model, settings)) {
            List<Request> requests = requests(shape.config);
            report(
                    shape,
                    "generate",
                    shape.generation,
                    ROWS * RESPONSE,
                    () -> model.generate(
                            requests, sampling, new RunKey(1, 0), StopRule.none(), ROWS, Cancellation.NEVER));
            Experience step = step(
                    requests,
                    model.generate(requests, sampling, new RunKey(1, 0), StopRule.none(), ROWS, Cancellation.NEVER));
            List<Sequence> sequences = step.get(Column.ROLLOUTS).sequences();
            report(
                    shape,
                    "logprobs",
                    shape.logprobs,
                    ROWS * (PROMPT + RESPONSE),
                    () -> model.logprobs(sequences, 1, MICRO_BATCH, Cancellation.NEVER));
            var objective = new PolicyGradient(new ClippedSurrogate(0.2, 0.2, 0), Aggregation.TOKEN_MEAN, RESPONSE, 0);
            report(
                    shape,
                    "train",
                    shape.training,
                    ROWS * (PROMPT + RESPONSE),
                    () -> learner.update(objective, Column.ROLLOUTS, step, 1, MICRO_BATCH, Cancellation.NEVER));
        }
        try (var work = new AlignmentWork(shape.config, settings)) {
            report(shape, "grpo", shape.grpo, ROWS * RESPONSE, work::grpo);
            report(shape, "dpo", shape.dpo, ROWS * (PROMPT + RESPONSE), work::dpo);
        }
        return true;
    }

    private void report(Shape shape, String piece, double peer, int tokens, Runnable work) {
        for (int i = 0; i < WARM_UPS; i++) {
            work.run();
        }
        var speeds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            speeds[i] = tokens / cpuSeconds(work);
        }
        Arrays.sort(speeds);
        double best = speeds[repeats - 1];
        double median = speeds[repeats / 2];
        out.printf(
                "%-5s %-10s %10.0f %8.0f %8.0f %9.2fx %11.2fx%n",
                shape.name, piece, best, median, peer, best / peer, median / peer);
    }

    /** The process's clock ticks every hundredth of a second, so a measurement lasts at least one. */
    private static double cpuSeconds(Runnable work) {
        long start = PROCESS.getProcessCpuTime();
        long end = start;
        int runs = 0;
        while (end - start < 1_000_000_000L) {
            work.run();
            runs++;
            end = PROCESS.getProcessCpuTime();
        }
        return (end - start) / 1e9 / runs;
    }

    private static List<Request> requests(ModelConfig config) {
        var random = new SplittableRandom(9);
        return IntStream.range(0, ROWS)
                .mapToObj(i ->
                        new Request(random.ints(PROMPT, 3, config.vocabulary()).toArray(), i, 0))
                .toList();
    }

    private static Experience step(List<Request> requests, List<Completion> completions) {
        var rollouts = new ArrayList<Rollout>();
        var advantages = new double[ROWS][RESPONSE];
        var random = new SplittableRandom(3);
        for (int i = 0; i < ROWS; i++) {
            var prompt = new Prompt(i, "", requests.get(i).prompt(), Map.of());
            var sampled = new boolean[RESPONSE];
            Arrays.fill(sampled, true);
            Completion completion = completions.get(i);
            rollouts.add(new Rollout(
                    prompt, 0, completion.response(), sampled, completion.logprobs(), 0, completion.ending(), ""));
            Arrays.setAll(advantages[i], t -> random.nextGaussian());
        }
        return Experience.empty()
                .with(Column.ROLLOUTS, new Rows<>(rollouts))
                .with(Column.ADVANTAGES, TokenGrid.of(advantages));
    }

    private static ModelConfig config(int vocabulary, int hidden, int layers, int heads, int inner, boolean tied) {
        return new ModelConfig(
                vocabulary,
                hidden,
                layers,
                heads,
                heads,
                hidden / heads,
                inner,
                256,
                1e-5,
                10000,
                tied,
                false,
                1,
                List.of(),
                0);
    }
}
