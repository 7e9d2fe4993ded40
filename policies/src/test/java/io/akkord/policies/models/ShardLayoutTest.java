package io.akkord.policies.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.TinyModels;
import io.akkord.policies.parallel.Cuts;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardLayoutTest {

    private static final ModelConfig FOUR_LAYERS = TinyModels.deep(2, true);

    private static String refusal(ModelConfig config, Parallelism cut, int virtualStages) {
        assertFalse(ShardLayout.fits(config, cut, virtualStages));
        return Refusal.of(() -> ShardLayout.requireFit(config, cut, virtualStages));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void cutsIntoPowersOfTwoFitWhateverTheKeysAndValues(int keyValueHeads) {
        ModelConfig config = TinyModels.deep(keyValueHeads, false);
        for (Parallelism cut : Cuts.all()) {
            assertTrue(ShardLayout.fits(config, cut, 1), cut.toString());
        }
        ShardLayout.requireFit(config, new Parallelism(1, 4, 2), 2);
    }

    @Test
    void slicesThatDoNotDivideTheHeadsAreRefusedWithTheNearestThatDo() {
        assertEquals(
                "layout 2x3x1 does not cut a network of 4 query heads and 2 key and value heads into 3 slices;"
                        + " 2 or 4 would do",
                refusal(FOUR_LAYERS, new Parallelism(2, 3, 1), 1));
        assertEquals(
                "layout 1x8x1 does not cut a network of 4 query heads and 2 key and value heads into 8 slices;"
                        + " 4 would do",
                refusal(FOUR_LAYERS, new Parallelism(1, 8, 1), 1));
    }

    @Test
    void slicesThatSplitTheReadersOfAHeadUnevenlyAreRefused() {
        var config = new ModelConfig(30, 16, 1, 12, 6, 2, 30, 40, 1e-5, 1e4, true, false, 1, List.of(2), 0);
        assertEquals(
                "layout 1x4x1 does not cut a network of 12 query heads and 6 key and value heads into 4 slices;"
                        + " 3 or 6 would do",
                refusal(config, new Parallelism(1, 4, 1), 1));
        ShardLayout.requireFit(config, new Parallelism(1, 12, 1), 1);
    }

    @Test
    void stagesWithoutALayerAreRefused() {
        assertEquals(
                "layout 1x1x5 has 5 stages of 1 chunk for a network of 4 layers; at most 4 stages would do",
                refusal(FOUR_LAYERS, new Parallelism(1, 1, 5), 1));
        assertEquals(
                "layout 1x1x3 has 3 stages of 2 chunks for a network of 4 layers; at most 2 stages would do",
                refusal(FOUR_LAYERS, new Parallelism(1, 1, 3), 2));
        assertEquals(
                "layout 1x1x2 has 2 stages of 9 chunks for a network of 4 layers; at most 2 chunks would do",
                refusal(FOUR_LAYERS, new Parallelism(1, 1, 2), 9));
    }

    @Test
    void oneStageIsNotInterleaved() {
        assertEquals(
                "layout 4x1x1 has one stage, which is not divided into 2 chunks; 1 would do",
                refusal(FOUR_LAYERS, new Parallelism(4, 1, 1), 2));
    }
}
