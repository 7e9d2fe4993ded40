package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.objective.Output;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.ThreadGroups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ranks that learn together owe each other besides the right numbers. */
class CutLearnerTest {

    private static final Lesson LESSON = Lesson.POLICY_GRADIENT;
    private static final Way SHARED =
            new Way(new Parallelism(2, 2, 2), 1, 2, new LearnerSettings(Recompute.NONE, true, 2048));

    static Stream<Way> ways() {
        return Stream.of(SHARED, Way.of(SHARED.cut()));
    }

    private static void update(Learner learner) {
        LESSON.update(learner, 2, Cancellation.NEVER);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void savedLearnersGoOnAsIfNeverStopped(Way way) {
        Weights[] saved = new Weights[way.cut().ranks()];
        OptimizerState[] states = new OptimizerState[saved.length];
        List<Weights> straight = way.onAllRanks(LESSON, Precision.FLOAT64, (network, learner) -> {
            update(learner);
            update(learner);
            saved[network.shard().rank()] = network.weights();
            states[network.shard().rank()] = learner.state();
            update(learner);
            return network.weights();
        });
        List<Weights> resumed = way.onAllRanks(LESSON, Precision.FLOAT64, (network, learner) -> {
            network.load(saved[network.shard().rank()]);
            learner.restore(states[network.shard().rank()]);
            update(learner);
            return network.weights();
        });
        for (int rank = 0; rank < saved.length; rank++) {
            Near.assertSame(straight.get(rank), resumed.get(rank));
        }
    }

    @Test
    void aSavedLearnerGoesOnInAnotherLayout() {
        Weights[] pieces = new Weights[SHARED.cut().ranks()];
        List<OptimizerState> states = SHARED.onAllRanks(LESSON, Precision.FLOAT64, (network, learner) -> {
            update(learner);
            update(learner);
            pieces[network.shard().rank()] = network.weights();
            return learner.state();
        });
        var state = new OptimizerState(
                2,
                SHARED.join(LESSON, states.stream().map(OptimizerState::first).toList()),
                SHARED.join(LESSON, states.stream().map(OptimizerState::second).toList()));
        Weights weights = SHARED.join(LESSON, List.of(pieces));
        Weights resumed = Way.onWhole(LESSON, Precision.FLOAT64, (network, learner) -> {
            network.load(weights);
            learner.restore(state);
            update(learner);
            return network.weights();
        });
        Weights straight = Way.onWhole(LESSON, Precision.FLOAT64, (network, learner) -> {
            update(learner);
            update(learner);
            update(learner);
            return network.weights();
        });
        Near.assertNear(straight, resumed, 1e-11);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aLossThatIsNoNumberLeavesEveryRankUntouched(Way way) {
        var step = Experience.empty()
                .with(
                        Column.DEMONSTRATIONS,
                        new Rows<>(List.of(
                                new Demonstration(new int[] {1, 5}, new int[] {7, 8, 2}),
                                new Demonstration(new int[] {1}, new int[] {9, 2}))));
        way.onAllRanks(LESSON, Precision.FLOAT32, (network, learner) -> {
            update(learner);
            Weights weights = network.weights();
            OptimizerState state = learner.state();
            var broken = new WavyObjective(Output.LOGPROBS, Double.NaN);
            assertThrows(
                    DivergedException.class,
                    () -> learner.update(broken, Column.DEMONSTRATIONS, step, 1, 1, Cancellation.NEVER));
            Near.assertSame(weights, network.weights());
            Near.assertSame(state.first(), learner.state().first());
            assertEquals(1, learner.updates());
            update(learner);
            return 0;
        });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoeverIsToldToStopStopsAll(Way way) {
        way.onAllRanks(LESSON, Precision.FLOAT32, (network, learner) -> {
            Weights weights = network.weights();
            Cancellation cancel = () -> {
                if (network.shard().rank() == 3) {
                    throw new CancellationException("enough");
                }
            };
            assertThrows(CancellationException.class, () -> LESSON.update(learner, 2, cancel));
            Near.assertSame(weights, network.weights());
            update(learner);
            assertEquals(1, learner.updates());
            return 0;
        });
    }

    @Test
    void copiesShareTheMomentsOut() {
        List<Long> shared = bytes(SHARED);
        List<Long> everywhere = bytes(Way.of(SHARED.cut()));
        for (int rank = 0; rank < shared.size(); rank++) {
            assertEquals(everywhere.get(rank) / 2.0, shared.get(rank), 0.02 * everywhere.get(rank));
        }
    }

    private static List<Long> bytes(Way way) {
        return way.onAllRanks(LESSON, Precision.FLOAT32, (_, learner) -> learner.momentBytes());
    }

    @Test
    void learningTogetherLeavesNoTensorBehind() {
        SHARED.onAllRanks(LESSON, Precision.FLOAT32, (_, learner) -> learner.updates());
        long before = Tensor.open();
        for (Way way : List.of(SHARED, new Way(new Parallelism(1, 1, 2), 2, 1, LearnerSettings.DEFAULT))) {
            way.onAllRanks(LESSON, Precision.FLOAT32, (_, learner) -> {
                update(learner);
                return learner.state();
            });
        }
        assertEquals(before, Tensor.open());
    }

    @Test
    void bucketsTravelWhileTheLastMicroBatchGoesBack() {
        var cut = new Parallelism(2, 2, 1);
        var way = new Way(cut, 1, 9, new LearnerSettings(Recompute.NONE, false, 1));
        List<Integer> meetings = ThreadGroups.onAllRanks(cut, 1, (shard, groups) -> {
            var buckets = new AtomicInteger();
            var met = new AtomicInteger();
            Collective data = new Watched(groups.data(), buckets::incrementAndGet);
            Collective tensor = new Watched(groups.tensor(), () -> met.addAndGet(buckets.get() > 0 ? 1 : 0));
            var watched = new Groups(tensor, data, groups.pipeline(), groups.copy(), groups.all());
            return way.onRank(LESSON, Precision.FLOAT32, shard, watched, (_, learner) -> {
                update(learner);
                return met.get();
            });
        });
        meetings.forEach(
                met -> assertTrue(met > LESSON.config().layers(), "slices met " + met + " times after a bucket"));
    }

    /** A group that says when a sum begins. */
    private record Watched(Collective group, Runnable sum) implements Collective {

        @Override
        public int rank() {
            return group.rank();
        }

        @Override
        public int ranks() {
            return group.ranks();
        }

        @Override
        public Pending startAllReduce(MemorySegment array, ElementType type) {
            sum.run();
            return group.startAllReduce(array, type);
        }

        @Override
        public Pending startReduceScatter(MemorySegment array, ElementType type) {
            return group.startReduceScatter(array, type);
        }

        @Override
        public void allGather(MemorySegment array, ElementType type) {
            group.allGather(array, type);
        }

        @Override
        public void broadcast(MemorySegment array, ElementType type, int root) {
            group.broadcast(array, type, root);
        }

        @Override
        public void send(MemorySegment array, int to) {
            group.send(array, to);
        }

        @Override
        public void receive(MemorySegment array, int from) {
            group.receive(array, from);
        }
    }
}
