package io.akkord.placement.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Parallelism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {

    private static Stages stages(int pipeline, int chunks) {
        var cut = new Parallelism(1, 1, pipeline);
        return new Stages(Slices.of(Machines.LLAMA, cut), cut, chunks, Machines.NVLINK);
    }

    private static Tally seconds(double compute) {
        var tally = new Tally();
        tally.compute = compute;
        return tally;
    }

    /** Huang et al. 2019, section 2.3: (K - 1) / (M + K - 1) of the time is idle. */
    @ParameterizedTest
    @CsvSource({"2, 1", "4, 4", "8, 32", "16, 8"})
    void withEqualStagesTheBubbleIsGPipes(int pipeline, int microBatches) {
        Stages stages = stages(pipeline, 1);
        Tally slowest = stages.slowest(seconds(1), seconds(0));
        double idle = stages.bubble(stages.all(seconds(1), seconds(0)).seconds(), slowest.seconds());
        double share = idle / (idle + microBatches * slowest.seconds());
        assertEquals((pipeline - 1.0) / (microBatches + pipeline - 1), share, 1e-12);
    }

    @Test
    void chunksDivideTheBubbleAndMultiplyTheMessages() {
        assertEquals(stages(8, 1).bubble(32, 4) / 4, stages(8, 4).bubble(32, 4), 1e-12);
        double once = stages(8, 1).messages(100, 1e6);
        double often = stages(8, 4).messages(100, 1e6);
        assertTrue(often > 3.5 * once && often < 4 * once, once + " s and " + often + " s");
    }

    @Test
    void theHeadMakesTheLastStageTheSlowest() {
        Tally slowest = stages(4, 1).slowest(seconds(1), seconds(0.5));
        assertEquals(8.5, slowest.seconds(), 1e-12);
    }

    /** 32 blocks over 5 stages: 7, 7, 6, 6, and 6 beside the head. */
    @Test
    void unevenStagesSpareTheOneWithTheHead() {
        assertEquals(7, stages(5, 1).slowest(seconds(1), seconds(0.5)).seconds(), 1e-12);
        assertEquals(8, stages(5, 1).slowest(seconds(1), seconds(2)).seconds(), 1e-12);
    }

    @Test
    void oneStageSendsNothing() {
        assertEquals(0, stages(1, 1).messages(10, 1e6));
        assertEquals(0, stages(1, 1).walk(1e6));
    }
}
