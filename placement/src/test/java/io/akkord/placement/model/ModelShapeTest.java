package io.akkord.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ModelShapeTest {

    /** Llama 2 7B: its 6,738,415,616 parameters are public. */
    private static final ModelShape LLAMA =
            new ModelShape(Family.LLAMA, 32_000, 4096, 32, 32, 32, 128, 11_008, 0, false, false);

    @Test
    void llamaHasItsPublishedParameters() {
        assertEquals(6_738_415_616L, LLAMA.parameters());
    }

    @Test
    void tiedHeadIsCountedOnce() {
        var tied = new ModelShape(Family.LLAMA, 32_000, 4096, 32, 32, 32, 128, 11_008, 0, true, false);
        assertEquals(32_000L * 4096, LLAMA.parameters() - tied.parameters());
    }

    @Test
    void scalarHeadIsOneRow() {
        var scalar = new ModelShape(Family.LLAMA, 32_000, 4096, 32, 32, 32, 128, 11_008, 0, false, true);
        assertEquals(31_999L * 4096, LLAMA.parameters() - scalar.parameters());
    }

    @Test
    void forwardCostsTwoFlopAWeight() {
        double embedding = 32_000.0 * 4096;
        double norms = 65.0 * 4096;
        assertEquals(2 * (LLAMA.parameters() - embedding - norms), LLAMA.forwardFlop(0), 1);
        assertEquals(4.0 * 32 * 4096 * 100, LLAMA.forwardFlop(100) - LLAMA.forwardFlop(0), 1);
    }

    @Test
    void llamaCachesHalfAMebibyteAToken() {
        assertEquals(512 * 1024, 2 * LLAMA.cacheNumbersPerToken());
    }
}
