package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.TinyModels;
import io.akkord.policies.ValueModel;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.ThreadGroups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way a network is cut, it learns what the whole one learns. */
class CutLearningTest {

    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(1e-2, 0.9, 0.99, 1e-6, 0.01, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final int UPDATES = 3;
    private static final Map<Lesson, Learned> WHOLE = new EnumMap<>(Lesson.class);

    /** What a rank knows after its lesson: the first gradient, the metrics of each update, the weights in the end. */
    private record Learned(Weights gradients, List<Metrics> metrics, Weights weights) {}

    /** A way to run a cut network. */
    private record Way(Parallelism cut, int virtualStages, int microBatchRows, LearnerSettings settings) {}

    static Stream<Arguments> cuts() {
        var ways = new ArrayList<Arguments>();
        for (int data = 1; data <= 4; data *= 2) {
            for (int tensor = 1; tensor <= 4; tensor *= 2) {
                for (int pipeline = 1; pipeline <= 4; pipeline *= 2) {
                    if (data * tensor * pipeline <= 8) {
                        var way = new Way(new Parallelism(data, tensor, pipeline), 1, 2, LearnerSettings.DEFAULT);
                        for (Lesson lesson : Lesson.values()) {
                            ways.add(Arguments.of(lesson, way));
                        }
                    }
                }
            }
        }
        return ways.stream();
    }

    static Stream<Arguments> otherWays() {
        var small = new LearnerSettings(Recompute.FULL, true, 2048);
        var kept = new LearnerSettings(Recompute.NONE, true, 1 << 20);
        return Stream.of(
                        new Way(new Parallelism(2, 1, 1), 1, 1, small),
                        new Way(new Parallelism(2, 2, 2), 1, 1, small),
                        new Way(new Parallelism(1, 2, 2), 2, 1, small),
                        new Way(new Parallelism(2, 1, 2), 2, 2, kept),
                        new Way(new Parallelism(1, 4, 1), 1, 9, small),
                        new Way(new Parallelism(4, 1, 2), 1, 9, kept),
                        new Way(new Parallelism(1, 1, 2), 2, 9, LearnerSettings.DEFAULT))
                .flatMap(way -> Stream.of(Lesson.values()).map(lesson -> Arguments.of(lesson, way)));
    }

    @ParameterizedTest
    @MethodSource({"cuts", "otherWays"})
    void aCutNetworkLearnsWhatTheWholeOneLearns(Lesson lesson, Way way) {
        ModelConfig config = lesson.config();
        Learned whole = WHOLE.computeIfAbsent(lesson, CutLearningTest::whole);
        List<Learned> ranks = onAllRanks(lesson, way, Precision.FLOAT64);
        assertNear(whole.gradients, join(config, way, ranks, Learned::gradients), 1e-12);
        Weights learned = join(config, way, ranks, Learned::weights);
        assertNear(whole.weights, learned, 1e-11);
        for (int rank = 0; rank < ranks.size(); rank++) {
            for (int update = 0; update < UPDATES; update++) {
                assertEquals(
                        ranks.getFirst().metrics.get(update).means(),
                        ranks.get(rank).metrics.get(update).means());
            }
            Shard shard = new Shard(way.cut, way.virtualStages, rank);
            assertSame(ShardWeights.cut(learned, config, shard), ranks.get(rank).weights);
        }
        for (int update = 0; update < UPDATES; update++) {
            assertNear(whole.metrics.get(update), ranks.getFirst().metrics.get(update), 1e-11);
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void theyDoSoInFloat32(Lesson lesson, Way way) {
        Learned whole = WHOLE.computeIfAbsent(lesson, CutLearningTest::whole);
        List<Learned> ranks = onAllRanks(lesson, way, Precision.FLOAT32);
        assertNear(whole.gradients, join(lesson.config(), way, ranks, Learned::gradients), 1e-5);
        assertNear(whole.metrics.getFirst(), ranks.getFirst().metrics.getFirst(), 1e-5);
    }

    private static Learned whole(Lesson lesson) {
        return OnDevice.call(() -> {
            Weights weights = TinyModels.weights(lesson.config());
            return learn(lesson, Shard.WHOLE, Groups.ALONE, weights, Precision.FLOAT64, 9, LearnerSettings.DEFAULT);
        });
    }

    private static List<Learned> onAllRanks(Lesson lesson, Way way, Precision precision) {
        ModelConfig config = lesson.config();
        Weights weights = TinyModels.weights(config);
        return ThreadGroups.onAllRanks(way.cut, way.virtualStages, (shard, groups) -> {
            Weights cut = ShardWeights.cut(weights, config, shard);
            return learn(lesson, shard, groups, cut, precision, way.microBatchRows, way.settings);
        });
    }

    private static Learned learn(
            Lesson lesson,
            Shard shard,
            Groups groups,
            Weights weights,
            Precision precision,
            int microBatchRows,
            LearnerSettings running) {
        ModelConfig config = lesson.config();
        try (Network network = config.scalar()
                        ? ValueModel.create(config, shard, groups, weights, precision)
                        : LanguageModel.create(config, shard, groups, weights, precision);
                var learner = new Learner(network, SETTINGS, running)) {
            var gradients = new LinkedHashMap<String, HostTensor>();
            learner.gradients(
                            lesson.objective(),
                            lesson.column(),
                            Lesson.step(),
                            lesson.temperature(),
                            microBatchRows,
                            Cancellation.NEVER)
                    .forEach((name, values) -> gradients.put(
                            name, HostTensor.of(values, weights.get(name).shape())));
            var metrics = new ArrayList<Metrics>();
            for (int update = 0; update < UPDATES; update++) {
                metrics.add(learner.update(
                        lesson.objective(),
                        lesson.column(),
                        Lesson.step(),
                        lesson.temperature(),
                        microBatchRows,
                        Cancellation.NEVER));
            }
            return new Learned(new Weights(gradients), metrics, network.weights());
        }
    }

    private static Weights join(ModelConfig config, Way way, List<Learned> ranks, Function<Learned, Weights> part) {
        return ShardWeights.join(
                config, way.cut, way.virtualStages, ranks.stream().map(part).toList());
    }

    /** No number is off by more than {@code tolerance} of the largest. */
    private static void assertNear(Weights expected, Weights actual, double tolerance) {
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        double largest = expected.tensors().values().stream()
                .flatMapToDouble(tensor -> DoubleStream.of(tensor.toDoubles()))
                .map(Math::abs)
                .max()
                .orElseThrow();
        expected.tensors().forEach((name, tensor) -> {
            double[] wanted = tensor.toDoubles();
            double[] found = actual.get(name).toDoubles();
            double worst = IntStream.range(0, wanted.length)
                    .mapToDouble(i -> Math.abs(wanted[i] - found[i]))
                    .max()
                    .orElseThrow();
            assertTrue(worst <= tolerance * largest, name + " is off by " + worst / largest + " of the largest");
        });
    }

    private static void assertNear(Metrics expected, Metrics actual, double tolerance) {
        assertEquals(expected.values().keySet(), actual.values().keySet());
        expected.values()
                .forEach((name, value) ->
                        assertEquals(value, actual.mean(name).value(), tolerance * Math.max(1, Math.abs(value)), name));
    }

    private static void assertSame(Weights expected, Weights actual) {
        expected.tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(tensor.toDoubles(), actual.get(name).toDoubles(), name));
    }
}
