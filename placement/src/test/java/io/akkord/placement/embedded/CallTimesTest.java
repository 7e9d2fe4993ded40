package io.akkord.placement.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private static final ModelShape SHAPE = new ModelShape(Family.LLAMA, 512, 96, 3, 6, 6, 16, 256, 0, true, false);
    private static final CoreSpeed CORE = new CoreSpeed(1e-11, 5e-11, 4e-6);
    private static final CallTimes TIMES = new CallTimes(CORE);

    private static SequenceLengths rows(int count, int response) {
        return SequenceLengths.of(count, 12, ResponseLengths.FULL, response);
    }

    private static double train(SequenceLengths lengths, int epochs, int updates) {
        return TIMES.train(SHAPE, lengths, Output.LOGPROBS, new Passes(epochs, updates), 16, false);
    }

    @Test
    void aCoreTwiceAsFastInEverythingTakesHalf() {
        var twice = new CallTimes(new CoreSpeed(0.5e-11, 2.5e-11, 2e-6));
        SequenceLengths rows = rows(64, 20);
        assertEquals(0.5 * TIMES.generate(SHAPE, rows, 64), twice.generate(SHAPE, rows, 64), 1e-12);
        assertEquals(
                0.5 * TIMES.infer(SHAPE, rows, Output.LOGPROBS, 16),
                twice.infer(SHAPE, rows, Output.LOGPROBS, 16),
                1e-12);
    }

    @Test
    void asManyRowsAgainTakeAsLongAgain() {
        assertEquals(2 * TIMES.generate(SHAPE, rows(64, 20), 64), TIMES.generate(SHAPE, rows(128, 20), 64), 1e-9);
        assertEquals(
                2 * TIMES.infer(SHAPE, rows(64, 20), Output.LOGPROBS, 16),
                TIMES.infer(SHAPE, rows(128, 20), Output.LOGPROBS, 16),
                1e-9);
    }

    @Test
    void aBatchOfManyIsCheaperThanManyBatches() {
        assertTrue(TIMES.generate(SHAPE, rows(64, 20), 64) < TIMES.generate(SHAPE, rows(64, 20), 8));
        assertTrue(TIMES.infer(SHAPE, rows(64, 20), Output.LOGPROBS, 16)
                < TIMES.infer(SHAPE, rows(64, 20), Output.LOGPROBS, 2));
    }

    @Test
    void responsesThatEndEarlyTakeLess() {
        SequenceLengths early = SequenceLengths.of(64, 12, new ResponseLengths.Around(8, 1), 40);
        assertTrue(TIMES.generate(SHAPE, early, 64) < TIMES.generate(SHAPE, rows(64, 40), 64));
    }

    @Test
    void everyEpochTakesTheSameAndPublicationHappensOnce() {
        double one = train(rows(64, 20), 1, 4);
        double two = train(rows(64, 20), 2, 4);
        double three = train(rows(64, 20), 3, 4);
        assertEquals(three - two, two - one, 1e-9);
        assertTrue(two < 2 * one);
    }

    @Test
    void whatRowsShareIsTakenInOnce() {
        SequenceLengths apart = rows(64, 20);
        assertTrue(train(apart.sharing(0.6), 1, 1) < train(apart, 1, 1));
        assertEquals(train(apart, 1, 1), train(apart.sharing(0.97), 1, 1), 1e-12);
    }

    @Test
    void aScalarHeadIsCheaperThanAVocabulary() {
        assertTrue(TIMES.infer(SHAPE.scored(), rows(64, 20), Output.VALUES, 16)
                < TIMES.infer(SHAPE, rows(64, 20), Output.LOGPROBS, 16));
    }

    @Test
    void lengthsAreSpreadAsTheirDistributionSays() {
        var around = new ResponseLengths.Around(8, 1);
        SequenceLengths many = SequenceLengths.of(2000, 12, around, 40);
        double sum = 0;
        for (int row = 0; row < many.size(); row++) {
            sum += many.response(row);
            assertTrue(many.response(row) >= 1 && many.response(row) <= 40);
        }
        assertEquals(around.mean(40), sum / many.size(), 0.01 * around.mean(40));
    }
}
