package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.TinyModels;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.weights.Weights;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LearnerTest {

    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(1e-2, 0.9, 0.999, 1e-8, 0.01, 1, new Schedule(Schedule.Kind.LINEAR, 2, 100, 0));
    private static final Objective SMOOTH = new WavyObjective(Output.LOGPROBS, 0.1);

    private static LanguageModel model() {
        return TinyModels.languageModel(TinyModels.config(true), Precision.FLOAT32);
    }

    private static Experience step() {
        return Experience.empty()
                .with(
                        Column.DEMONSTRATIONS,
                        new Rows<>(List.of(
                                new Demonstration(new int[] {1, 5}, new int[] {7, 8, 2}),
                                new Demonstration(new int[] {1}, new int[] {9, 2}))));
    }

    private static Metrics update(Learner learner, Objective objective) {
        return learner.update(objective, Column.DEMONSTRATIONS, step(), 1, 1, Cancellation.NEVER);
    }

    @Test
    void aSavedLearnerGoesOnAsIfNeverStopped() {
        OnDevice.run(() -> {
            try (var straight = model();
                    var learner = new Learner(straight, SETTINGS)) {
                for (int i = 0; i < 3; i++) {
                    update(learner, SMOOTH);
                }
                OptimizerState state = learner.state();
                Weights weights = straight.weights();
                for (int i = 0; i < 3; i++) {
                    update(learner, SMOOTH);
                }
                try (var resumed = model();
                        var second = new Learner(resumed, SETTINGS)) {
                    resumed.load(weights);
                    second.restore(state);
                    for (int i = 0; i < 3; i++) {
                        update(second, SMOOTH);
                    }
                    assertEquals(6, second.updates());
                    assertSame(straight.weights(), resumed.weights());
                    assertSame(learner.state().second(), second.state().second());
                }
            }
        });
    }

    @Test
    void networksThatLearnAtOnceEndAsTheyDoAlone() {
        var devices = List.of(Device.open("one", interval -> {}), Device.open("two", interval -> {}));
        try {
            Weights alone = OnDevice.call(LearnerTest::learned);
            devices.stream()
                    .map(device -> device.submit("", LearnerTest::learned))
                    .toList()
                    .forEach(weights -> assertSame(alone, weights.join()));
        } finally {
            devices.forEach(Device::close);
        }
    }

    private static Weights learned() {
        try (var model = model();
                var learner = new Learner(model, SETTINGS)) {
            for (int i = 0; i < 20; i++) {
                update(learner, SMOOTH);
            }
            return model.weights();
        }
    }

    @Test
    void metricsTellTheRateOfTheScheduleAndTheNormBeforeClipping() {
        OnDevice.run(() -> {
            try (var model = model();
                    var learner = new Learner(model, SETTINGS)) {
                assertEquals(0, update(learner, SMOOTH).values().get("learning_rate"));
                assertEquals(5e-3, update(learner, SMOOTH).values().get("learning_rate"));
                Metrics metrics = update(learner, SMOOTH);
                assertEquals(1e-2, metrics.values().get("learning_rate"));
                assertTrue(Objects.requireNonNull(metrics.values().get("grad_norm")) > 1);
                assertEquals(
                        2, Objects.requireNonNull(metrics.means().get("rows")).sum());
                double entropy = Objects.requireNonNull(metrics.values().get("policy/entropy"));
                assertTrue(entropy > 0 && entropy < Math.log(23), "entropy " + entropy);
            }
        });
    }

    @Test
    void aLossThatIsNoNumberLeavesWeightsAndMomentsUntouched() {
        OnDevice.run(() -> {
            try (var model = model();
                    var learner = new Learner(model, SETTINGS)) {
                for (int i = 0; i < 3; i++) {
                    update(learner, SMOOTH);
                }
                Weights weights = model.weights();
                OptimizerState state = learner.state();
                Objective broken = new WavyObjective(Output.LOGPROBS, Double.NaN);
                var thrown = assertThrows(DivergedException.class, () -> update(learner, broken));
                assertTrue(String.valueOf(thrown.getMessage()).contains("the loss is NaN"), thrown.getMessage());
                assertSame(weights, model.weights());
                assertSame(state.first(), learner.state().first());
                assertEquals(3, learner.updates());
                update(learner, SMOOTH);
            }
        });
    }

    @Test
    void anObjectiveThatAsksForADetachedPassSeesTheWholeStep() {
        OnDevice.run(() -> {
            try (var model = TinyModels.valueModel(Precision.FLOAT64);
                    var learner = new Learner(model, SETTINGS)) {
                var pairs = new Rows<>(List.of(
                        new PreferencePair(new int[] {1, 4}, new int[] {5, 2}, new int[] {6, 7, 2}, 0),
                        new PreferencePair(new int[] {1}, new int[] {8, 2}, new int[] {9, 2}, 0)));
                double[] scores = model.scores(pairs.sequences(), 9, Cancellation.NEVER);
                var seen = new double[4];
                Objective watching = new Objective() {
                    @Override
                    public Output output() {
                        return Output.SCORES;
                    }

                    @Override
                    public boolean needsDetachedPass() {
                        return true;
                    }

                    @Override
                    public Local prepare(Experience step, TokenGrid detached) {
                        assertEquals(2, detached.perRow());
                        for (int i = 0; i < seen.length; i++) {
                            seen[i] = detached.values()[i][0];
                        }
                        return batch -> {
                            assertEquals(2, batch.outputs().perRow());
                            return new Derivative(0, batch.outputs().values(), 0, new Metrics());
                        };
                    }
                };
                learner.gradients(
                        watching, Column.PAIRS, Experience.empty().with(Column.PAIRS, pairs), 1, 1, Cancellation.NEVER);
                assertArrayEquals(scores, seen, 1e-12);
            }
        });
    }

    @Test
    void anObjectiveOfTheOtherOutputIsRefused() {
        OnDevice.run(() -> {
            try (var model = model();
                    var learner = new Learner(model, SETTINGS)) {
                assertThrows(
                        IllegalArgumentException.class, () -> update(learner, new WavyObjective(Output.VALUES, 0)));
            }
        });
    }

    @Test
    void learningLeavesNoTensorBehind() {
        OnDevice.run(() -> {
            long before = Tensor.open();
            try (var model = model()) {
                long network = Tensor.open();
                try (var learner = new Learner(model, SETTINGS)) {
                    long learning = Tensor.open();
                    update(learner, SMOOTH);
                    assertEquals(learning, Tensor.open());
                }
                assertEquals(network, Tensor.open());
                assertFalse(model.transformer().head().requiresGradient());
            }
            assertEquals(before, Tensor.open());
        });
    }

    private static void assertSame(Weights expected, Weights actual) {
        expected.tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(tensor.toDoubles(), actual.get(name).toDoubles(), name));
    }
}
