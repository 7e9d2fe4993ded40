package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.policies.weights.Weights;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Says of weights and metrics how near they are. */
final class Near {

    private Near() {}

    /** No number is off by more than {@code tolerance} of the largest. */
    static void assertNear(Weights expected, Weights actual, double tolerance) {
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

    /** No mean is off by more than {@code tolerance} of itself, or of 1 where it is smaller. */
    static void assertNear(Metrics expected, Metrics actual, double tolerance) {
        assertEquals(expected.values().keySet(), actual.values().keySet());
        expected.values()
                .forEach((name, value) ->
                        assertEquals(value, actual.mean(name).value(), tolerance * Math.max(1, Math.abs(value)), name));
    }

    /** All numbers are the same. */
    static void assertSame(Weights expected, Weights actual) {
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        expected.tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(tensor.toDoubles(), actual.get(name).toDoubles(), name));
    }
}
