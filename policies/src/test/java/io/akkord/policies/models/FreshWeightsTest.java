package io.akkord.policies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshWeightsTest {

    private static final ModelConfig CONFIG =
            new ModelConfig(300, 64, 2, 4, 2, 16, 160, 128, 1e-5, 10_000, true, false, 1, List.of(2), 0);

    @Test
    void theSameSeedGivesTheSameBytes() {
        var once = FreshWeights.create(CONFIG, 5);
        var again = FreshWeights.create(CONFIG, 5);
        once.tensors()
                .forEach((name, tensor) ->
                        assertEquals(-1, tensor.data().mismatch(again.get(name).data()), name));
        assertNotEquals(
                -1,
                once.get(WeightLayout.EMBEDDING)
                        .data()
                        .mismatch(FreshWeights.create(CONFIG, 6)
                                .get(WeightLayout.EMBEDDING)
                                .data()));
    }

    @Test
    void theFirstNumberStaysWhatItWas() {
        float[] embedding =
                FreshWeights.create(CONFIG, 5).get(WeightLayout.EMBEDDING).toFloats();
        assertEquals(-0.020997457f, embedding[0]);
    }

    @Test
    void deviationsAreAsDocumented() {
        var weights = FreshWeights.create(CONFIG, 11);
        assertEquals(0.02, deviation(weights.get(WeightLayout.EMBEDDING)), 0.001);
        assertEquals(Math.sqrt(0.4 / 64), deviation(weights.get("model.layers.0.mlp.up_proj.weight")), 0.002);
        assertEquals(Math.sqrt(0.4 / 160) / 2, deviation(weights.get("model.layers.1.mlp.down_proj.weight")), 0.001);
        assertEquals(1, weights.get("model.layers.0.input_layernorm.weight").toFloats()[63]);
    }

    @Test
    void aScalarModelKeepsTheTrunkAndGetsASmallHead() {
        var trunk = FreshWeights.create(CONFIG, 5);
        var scalar = FreshWeights.asScalar(CONFIG.withScalar(true), trunk, 9);
        assertEquals(trunk.get(WeightLayout.NORM), scalar.get(WeightLayout.NORM));
        assertFalse(scalar.tensors().containsKey(WeightLayout.HEAD));
        assertEquals(1.0 / 65, deviation(scalar.get(WeightLayout.SCORE)), 0.005);
        assertEquals(
                List.copyOf(WeightLayout.of(CONFIG.withScalar(true)).keySet()),
                List.copyOf(scalar.tensors().keySet()));
    }

    private static double deviation(HostTensor tensor) {
        return Math.sqrt(
                Arrays.stream(tensor.toDoubles()).map(x -> x * x).average().orElseThrow());
    }
}
