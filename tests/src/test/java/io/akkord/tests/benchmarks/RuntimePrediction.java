package io.akkord.tests.benchmarks;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.placement.embedded.CallTimes;
import io.akkord.placement.embedded.CoreSpeed;
import io.akkord.placement.embedded.SequenceLengths;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.calibrate.CoreBenchmark;
import io.akkord.policies.calibrate.CoreFigures;
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
import io.akkord.policies.weights.Weights;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Seconds of each call, predicted from a calibration of this machine and measured: the device thread's CPU time, the best
 * of several, so that what else runs here hardly counts.
 */
public final class RuntimePrediction {

    private static final int REPEATS = 6;
    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(1e-6, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    /** Rows with prompts and responses of 3/4 to 5/4 of the given lengths. */
    private record Work(String name, ModelShape shape, int rows, int prompt, int response, int micro, int together) {}

    private static final List<Work> WORKS = List.of(
            new Work("quickstart", shape(512, 96, 3, 6, 6, 256), 256, 12, 18, 16, 64),
            new Work("ppo", shape(512, 64, 2, 4, 4, 172), 128, 12, 24, 16, 64),
            new Work("stories", shape(512, 64, 5, 8, 4, 172), 64, 12, 48, 16, 64),
            new Work("tiny", shape(512, 256, 4, 8, 8, 688), 32, 16, 48, 8, 32),
            new Work("15M", shape(32_000, 288, 6, 6, 6, 768), 32, 16, 48, 8, 32));

    private final PrintStream out;
    private final CallTimes times;
    private double error;
    private double largest;
    private int calls;

    private RuntimePrediction(PrintStream out, CallTimes times) {
        this.out = out;
        this.times = times;
    }

    /**
     * Prints a table.
     *
     * @param arguments names of works, for those alone
     */
    public static void main(String[] arguments) {
        CoreFigures core = CoreBenchmark.measure(1);
        var speed = new CoreSpeed(1 / core.flopsPerSecond(), 1 / core.readBytesPerSecond(), core.callSeconds());
        var benchmark = new RuntimePrediction(System.out, new CallTimes(speed));
        benchmark.out.println("network    call       predicted  measured   error");
        try (var device = Device.open("cpu", _ -> {})) {
            for (Work work : WORKS) {
                if (arguments.length == 0 || List.of(arguments).contains(work.name)) {
                    device.submit("", () -> benchmark.compare(work)).join();
                }
            }
        }
        benchmark.out.printf(
                "mean %.1f %%, largest %.1f %%%n", 100 * benchmark.error / benchmark.calls, 100 * benchmark.largest);
    }

    private boolean compare(Work work) {
        var random = new SplittableRandom(9);
        var requests = new ArrayList<Request>();
        for (int row = 0; row < work.rows; row++) {
            int length = near(work.prompt, random.nextInt());
            requests.add(
                    new Request(random.ints(length, 3, work.shape.vocabulary()).toArray(), row, 0));
        }
        Rows<Rollout> rows;
        try (var model = LanguageModel.create(config(work.shape), weights(work.shape), Precision.FLOAT32)) {
            rows = rollouts(requests, generate(model, work, requests));
            SequenceLengths lengths = lengths(rows);
            report(
                    work,
                    "generate",
                    times.generate(work.shape, lengths, work.together),
                    () -> generate(model, work, requests));
            report(
                    work,
                    "log-probs",
                    times.infer(work.shape, lengths, Output.LOGPROBS, work.micro),
                    () -> model.logprobs(rows.sequences(), 1, work.micro, Cancellation.NEVER));
            var surrogate = new ClippedSurrogate(0.2, 0.2, 0);
            train(work, model, new PolicyGradient(surrogate, Aggregation.TOKEN_MEAN, 64, 0), rows);
        }
        ModelShape scored = work.shape.scored();
        try (var model = ValueModel.create(config(scored), weights(scored), Precision.FLOAT32)) {
            report(
                    work,
                    "values",
                    times.infer(scored, lengths(rows), Output.VALUES, work.micro),
                    () -> model.values(rows.sequences(), work.micro, Cancellation.NEVER));
            train(work, model, new ClippedValue(0.2, Aggregation.TOKEN_MEAN), rows);
        }
        return true;
    }

    private void train(Work work, Network model, Objective objective, Rows<Rollout> rows) {
        ModelShape shape = objective.output() == Output.VALUES ? work.shape.scored() : work.shape;
        double predicted = times.train(shape, lengths(rows), objective.output(), new Passes(1, 1), work.micro, false);
        var numbers = new double[rows.size()][];
        Arrays.setAll(
                numbers,
                row -> new SplittableRandom(row)
                        .doubles(rows.items().get(row).response().length, -1, 1)
                        .toArray());
        var grid = TokenGrid.of(numbers);
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, rows)
                .with(Column.ADVANTAGES, grid)
                .with(Column.VALUES, grid)
                .with(Column.RETURNS, grid);
        try (var learner = new Learner(model, SETTINGS)) {
            report(work, "train-" + objective.output().key(), predicted, () -> {
                learner.update(objective, Column.ROLLOUTS, step, 1, work.micro, Cancellation.NEVER);
                model.weights();
                learner.state();
            });
        }
    }

    private void report(Work work, String call, double predicted, Runnable run) {
        double measured = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REPEATS; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            run.run();
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
            measured = Math.min(measured, seconds);
        }
        double off = predicted / measured - 1;
        error += Math.abs(off);
        largest = Math.max(largest, Math.abs(off));
        calls++;
        out.printf("%-10s %-14s %9.4f %9.4f %+6.1f %%%n", work.name, call, predicted, measured, 100 * off);
    }

    /** Responses end at a length that depends on their first token. */
    private static List<Completion> generate(LanguageModel model, Work work, List<Request> requests) {
        StopRule stop = (tokens, length) -> length >= near(work.response, tokens[0]);
        var sampling = new Sampling(1, 1, 0, 2 * work.response, 1, List.of());
        return model.generate(requests, sampling, new RunKey(1, 0), stop, work.together, Cancellation.NEVER);
    }

    private static int near(int length, int any) {
        return length * 3 / 4 + Math.floorMod(any, length / 2 + 1);
    }

    private static Rows<Rollout> rollouts(List<Request> requests, List<Completion> completions) {
        var rollouts = new ArrayList<Rollout>();
        for (int row = 0; row < requests.size(); row++) {
            Completion completion = completions.get(row);
            var sampled = new boolean[completion.response().length];
            Arrays.fill(sampled, true);
            rollouts.add(new Rollout(
                    new Prompt(row, "", requests.get(row).prompt(), Map.of()),
                    0,
                    completion.response(),
                    sampled,
                    completion.logprobs(),
                    0,
                    completion.ending(),
                    ""));
        }
        return new Rows<>(rollouts);
    }

    private static SequenceLengths lengths(Rows<Rollout> rows) {
        return new SequenceLengths(
                rows.items().stream()
                        .mapToInt(rollout -> rollout.prompt().tokens().length)
                        .toArray(),
                rows.items().stream()
                        .mapToInt(rollout -> rollout.response().length)
                        .toArray(),
                1);
    }

    private static ModelShape shape(int vocabulary, int hidden, int layers, int heads, int keyValueHeads, int inner) {
        return new ModelShape(
                Family.LLAMA, vocabulary, hidden, layers, heads, keyValueHeads, hidden / heads, inner, 0, true, false);
    }

    private static ModelConfig config(ModelShape shape) {
        return new ModelConfig(
                shape.vocabulary(),
                shape.hidden(),
                shape.layers(),
                shape.heads(),
                shape.keyValueHeads(),
                shape.headSize(),
                shape.intermediate(),
                256,
                1e-5,
                10_000,
                shape.tied(),
                shape.scalar(),
                1,
                List.of(),
                0);
    }

    private static Weights weights(ModelShape shape) {
        return FreshWeights.create(config(shape), 1);
    }
}
