package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.Network;
import io.akkord.policies.parallel.Cuts;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way a network is cut, it learns what the whole one learns. */
class CutLearningTest {

    private static final Map<Lesson, Learned> WHOLE = new EnumMap<>(Lesson.class);

    /** What a rank knows after its lesson: the first gradient, the metrics of each update, the weights in the end. */
    private record Learned(Weights gradients, List<Metrics> metrics, Weights weights) {}

    static Stream<Arguments> cuts() {
        return Cuts.all().stream().flatMap(cut -> everyLesson(Way.of(cut)));
    }

    static Stream<Arguments> otherWays() {
        var small = new LearnerSettings(Recompute.FULL, true, 2048);
        var kept = new LearnerSettings(Recompute.NONE, true, 1 << 20);
        return Stream.of(
                        new Way(new Parallelism(2, 1, 1), 1, 1, small),
                        new Way(new Parallelism(8, 1, 1), 1, 9, small),
                        new Way(new Parallelism(2, 2, 2), 1, 1, small),
                        new Way(new Parallelism(1, 2, 2), 2, 1, small),
                        new Way(new Parallelism(2, 1, 2), 2, 2, kept),
                        new Way(new Parallelism(1, 4, 1), 1, 9, small),
                        new Way(new Parallelism(4, 1, 2), 1, 9, kept),
                        new Way(new Parallelism(1, 1, 2), 2, 9, LearnerSettings.DEFAULT))
                .flatMap(CutLearningTest::everyLesson);
    }

    private static Stream<Arguments> everyLesson(Way way) {
        return Stream.of(Lesson.values()).map(lesson -> Arguments.of(lesson, way));
    }

    @ParameterizedTest
    @MethodSource({"cuts", "otherWays"})
    void aCutNetworkLearnsWhatTheWholeOneLearns(Lesson lesson, Way way) {
        Learned whole = whole(lesson);
        List<Learned> ranks = way.onAllRanks(
                lesson, Precision.FLOAT64, (network, learner) -> learn(lesson, way, network, learner, 3));

        Near.assertNear(whole.gradients, join(lesson, way, ranks.stream().map(Learned::gradients)), 1e-12);
        Weights learned = join(lesson, way, ranks.stream().map(Learned::weights));
        Near.assertNear(whole.weights, learned, 1e-11);
        for (int update = 0; update < whole.metrics.size(); update++) {
            Near.assertNear(whole.metrics.get(update), ranks.getFirst().metrics.get(update), 1e-11);
        }
        for (int rank = 0; rank < ranks.size(); rank++) {
            Near.assertSame(way.cut(lesson, learned, rank), ranks.get(rank).weights);
            assertEquals(means(ranks.getFirst()), means(ranks.get(rank)), "metrics of rank " + rank);
        }
    }

    /** A head of each kind; the other lessons' sums are of the same kinds. */
    static Stream<Arguments> float32Cuts() {
        return Cuts.all().stream()
                .map(Way::of)
                .flatMap(way ->
                        Stream.of(Lesson.POLICY_GRADIENT, Lesson.RANKING).map(lesson -> Arguments.of(lesson, way)));
    }

    @ParameterizedTest
    @MethodSource("float32Cuts")
    void itDoesSoInFloat32(Lesson lesson, Way way) {
        Learned whole = whole(lesson);
        List<Learned> ranks = way.onAllRanks(
                lesson, Precision.FLOAT32, (network, learner) -> learn(lesson, way, network, learner, 1));
        Near.assertNear(whole.gradients, join(lesson, way, ranks.stream().map(Learned::gradients)), 1e-5);
        Near.assertNear(whole.metrics.getFirst(), ranks.getFirst().metrics.getFirst(), 1e-5);
    }

    private static Learned whole(Lesson lesson) {
        return WHOLE.computeIfAbsent(
                lesson,
                _ -> Way.onWhole(
                        lesson,
                        Precision.FLOAT64,
                        (network, learner) -> learn(lesson, Way.of(Parallelism.NONE), network, learner, 3)));
    }

    private static Learned learn(Lesson lesson, Way way, Network network, Learner learner, int updates) {
        Weights gradients = lesson.gradients(learner, way.microBatchRows(), network.weights());
        var metrics = new ArrayList<Metrics>();
        for (int update = 0; update < updates; update++) {
            metrics.add(lesson.update(learner, way.microBatchRows(), Cancellation.NEVER));
        }
        return new Learned(gradients, metrics, network.weights());
    }

    private static Weights join(Lesson lesson, Way way, Stream<Weights> pieces) {
        return way.join(lesson, pieces.toList());
    }

    private static List<Map<String, Metrics.Mean>> means(Learned learned) {
        return learned.metrics.stream().map(Metrics::means).toList();
    }
}
