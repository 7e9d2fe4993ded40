package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.policies.Network;
import io.akkord.policies.TinyModels;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of a whole network: against differences of the loss, and against itself cut another way. */
class GradientTest {

    private static final OptimizerSettings STILL =
            new OptimizerSettings(0, 0.9, 0.999, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final double STEP = 1e-5;

    /** A network and what it yields. */
    enum Kind {
        TIED_LOGPROBS(Output.LOGPROBS, 0, 0.7),
        UNTIED_LOGPROBS(Output.LOGPROBS, 0, 1),
        ENTROPY(Output.LOGPROBS, 0.3, 0.7),
        VALUES(Output.VALUES, 0, 1),
        SCORES(Output.SCORES, 0, 1);

        private final WavyObjective objective;
        private final double temperature;

        Kind(Output output, double entropy, double temperature) {
            this.objective = new WavyObjective(output, entropy);
            this.temperature = temperature;
        }

        Network network(Precision precision) {
            return objective.output() == Output.LOGPROBS
                    ? TinyModels.languageModel(TinyModels.config(this != UNTIED_LOGPROBS), precision)
                    : TinyModels.valueModel(precision);
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    static Stream<Arguments> cuts() {
        return kinds().flatMap(kind -> Stream.of(1, 2, 3, 5)
                .flatMap(rows -> Stream.of(Precision.values()).map(precision -> Arguments.of(kind, rows, precision))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientIsTheSlopeOfTheLoss(Kind kind) {
        OnDevice.run(() -> {
            try (var network = kind.network(Precision.FLOAT64);
                    var learner = new Learner(network, STILL)) {
                Weights weights = network.weights();
                Map<String, double[]> gradients = gradients(learner, kind, 8);
                var random = new SplittableRandom(1);
                for (String name : weights.tensors().keySet()) {
                    double[] gradient = Objects.requireNonNull(gradients.get(name));
                    for (int sample = 0; sample < 3; sample++) {
                        int at = random.nextInt(gradient.length);
                        double slope = (loss(learner, network, kind, weights, name, at, STEP)
                                        - loss(learner, network, kind, weights, name, at, -STEP))
                                / (2 * STEP);
                        assertEquals(slope, gradient[at], 2e-7 * Math.max(1, Math.abs(slope)), name + " at " + at);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void gradientDoesNotDependOnTheMicroBatch(Kind kind, int microBatchRows, Precision precision) {
        OnDevice.run(() -> {
            try (var network = kind.network(precision);
                    var learner = new Learner(network, STILL)) {
                Map<String, double[]> whole = gradients(learner, kind, 8);
                Map<String, double[]> cut = gradients(learner, kind, microBatchRows);
                double difference = 0;
                double size = 0;
                for (var entry : whole.entrySet()) {
                    double[] expected = entry.getValue();
                    double[] actual = Objects.requireNonNull(cut.get(entry.getKey()));
                    for (int i = 0; i < expected.length; i++) {
                        difference += Math.pow(expected[i] - actual[i], 2);
                        size += Math.pow(expected[i], 2);
                    }
                }
                double relative = Math.sqrt(difference / size);
                assertTrue(relative <= (precision == Precision.FLOAT32 ? 1e-5 : 1e-12), "off by " + relative);
            }
        });
    }

    private static Map<String, double[]> gradients(Learner learner, Kind kind, int microBatchRows) {
        return learner.gradients(
                kind.objective, Column.DEMONSTRATIONS, step(), kind.temperature, microBatchRows, Cancellation.NEVER);
    }

    private static double loss(
            Learner learner, Network network, Kind kind, Weights weights, String name, int at, double step) {
        var moved = new LinkedHashMap<>(weights.tensors());
        HostTensor tensor = weights.get(name);
        double[] values = tensor.toDoubles();
        values[at] += step;
        moved.put(name, HostTensor.of(values, tensor.shape()));
        network.load(new Weights(moved));
        Metrics metrics =
                learner.update(kind.objective, Column.DEMONSTRATIONS, step(), kind.temperature, 8, Cancellation.NEVER);
        double loss = Objects.requireNonNull(metrics.values().get("loss"));
        network.load(weights);
        return loss;
    }

    /** Rows of different lengths, two of them alike, one without response, two with the same prompt. */
    private static Experience step() {
        var random = new SplittableRandom(2);
        var rows = new ArrayList<Demonstration>();
        for (int[] shape : List.of(
                new int[] {3, 5}, new int[] {1, 9}, new int[] {4, 4}, new int[] {6, 0}, new int[] {2, 1}, new int[] {
                    7, 12
                })) {
            rows.add(new Demonstration(ids(random, shape[0]), ids(random, shape[1])));
        }
        int[] prompt = ids(random, 6);
        rows.add(new Demonstration(prompt, ids(random, 5)));
        rows.add(1, new Demonstration(prompt, ids(random, 8)));
        return Experience.empty().with(Column.DEMONSTRATIONS, new Rows<>(rows));
    }

    private static int[] ids(SplittableRandom random, int length) {
        return random.ints(length, 3, 23).toArray();
    }
}
