package io.akkord.policies.parameters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.policies.TinyModels;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParametersTest {

    private static final ModelConfig CONFIG = TinyModels.config(false);

    private static Weights stored(DType type) {
        var tensors = new LinkedHashMap<String, HostTensor>();
        TinyModels.weights(CONFIG).tensors().forEach((name, tensor) -> tensors.put(name, tensor.as(type)));
        return new Weights(tensors);
    }

    /** Half-width types never reach torch, whose bindings end the process over them: they are widened before. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F64", "F32", "F16", "BF16"})
    void everyFloatingTypeIsTakenInExactly(DType type) {
        Weights stored = stored(type);
        OnDevice.run(() -> {
            try (var parameters = new Parameters(CONFIG, Shard.WHOLE, stored, Precision.FLOAT64)) {
                Weights read = parameters.weights();
                assertEquals(
                        List.copyOf(stored.tensors().keySet()),
                        List.copyOf(read.tensors().keySet()));
                stored.tensors().forEach((name, tensor) -> {
                    assertEquals(DType.F64, read.get(name).type());
                    assertArrayEquals(tensor.shape(), read.get(name).shape());
                    assertArrayEquals(tensor.toDoubles(), read.get(name).toDoubles(), name);
                });
            }
        });
    }

    @Test
    void projectionsAreStackedIntoSixTensorsALayer() {
        OnDevice.run(() -> {
            try (var parameters = new Parameters(CONFIG, Shard.WHOLE, stored(DType.F32), Precision.FLOAT32)) {
                assertEquals(1 + 6 * CONFIG.layers() + 2, parameters.tensors().size());
                assertArrayEquals(
                        new long[] {(4 + 2 * 2) * 4, 16},
                        parameters.tensors().get(2).shape());
                long bytes = stored(DType.F32).bytes();
                assertEquals(bytes / 4, parameters.count());
            }
        });
    }

    @Test
    void weightsOfAnotherShapeAreRefusedByName() {
        var tensors = new LinkedHashMap<>(stored(DType.F32).tensors());
        tensors.put("model.norm.weight", HostTensor.of(new float[3], 3));
        OnDevice.run(() -> {
            long before = Tensor.open();
            var error = assertThrows(
                    UserError.class,
                    () -> new Parameters(CONFIG, Shard.WHOLE, new Weights(tensors), Precision.FLOAT32));
            assertTrue(String.valueOf(error.getMessage()).contains("model.norm.weight"), error.getMessage());
            assertEquals(before, Tensor.open());
        });
    }
}
