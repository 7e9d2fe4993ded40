package io.akkord.placement.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.pipeline.Pass.Backward;
import io.akkord.placement.pipeline.Pass.Forward;
import io.akkord.placement.pipeline.PipelineSchedule.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order itself refuses to be made where a stage would wait for ever, so what is left is how good it is. */
class PipelineScheduleTest {

    static Stream<PipelineSchedule> schedules() {
        return IntStream.rangeClosed(1, 9)
                .boxed()
                .flatMap(stages -> IntStream.rangeClosed(1, 4)
                        .boxed()
                        .flatMap(chunks -> IntStream.rangeClosed(0, 21)
                                .mapToObj(microBatches -> PipelineSchedule.of(stages, chunks, microBatches))));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void whatOneStageSendsAnotherIsWhatThatOneTakesIn(PipelineSchedule schedule) {
        for (int from = 0; from < schedule.stages(); from++) {
            for (int to = 0; to < schedule.stages(); to++) {
                int sender = from;
                int receiver = to;
                List<Pass> taken = schedule.stage(to).stream()
                        .flatMap(pass -> schedule.source(receiver, pass).stream())
                        .filter(source -> source.stage() == sender)
                        .map(Source::pass)
                        .toList();
                List<Pass> sent = schedule.sent(from, to);
                assertEquals(taken.size(), sent.size());
                assertTrue(taken.containsAll(sent), "from " + from + " to " + to);
                if (schedule.stages() != 2) {
                    assertEquals(taken, sent, "from " + from + " to " + to);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void aStageKeepsNoMoreThanTheStagesBehindItNeed(PipelineSchedule schedule) {
        int stages = schedule.stages();
        int group = stages + schedule.microBatches() % stages;
        for (int stage = 0; stage < stages; stage++) {
            int behind = stages - 1 - stage;
            int most = schedule.chunks() == 1 ? behind + 1 : 2 * behind + (schedule.chunks() - 1) * group + 1;
            assertTrue(schedule.inFlight(stage) <= most, "stage " + stage);
        }
    }

    /** Narayanan et al. 2021, section 2.2: a bubble of (p - 1) (f + b) / v. */
    @ParameterizedTest
    @MethodSource("schedules")
    void theBubbleIsAsShortAsThePaperSays(PipelineSchedule schedule) {
        int stages = schedule.stages();
        int chunks = schedule.chunks();
        int microBatches = schedule.microBatches();
        if (microBatches > 0 && microBatches % stages == 0) {
            assertEquals(3 * (microBatches * chunks + stages - 1), end(schedule), "in thirds of a chunk's passes");
        }
    }

    /** When the last pass ends: forward takes 1, back 2, and a message nothing. */
    private static int end(PipelineSchedule schedule) {
        Map<Source, Integer> ends = new HashMap<>();
        var next = new int[schedule.stages()];
        var free = new int[schedule.stages()];
        while (ends.size() < 2 * schedule.stages() * schedule.chunks() * schedule.microBatches()) {
            for (int stage = 0; stage < next.length; stage++) {
                if (next[stage] < schedule.stage(stage).size()) {
                    Pass pass = schedule.stage(stage).get(next[stage]);
                    Integer ready = schedule.source(stage, pass).map(ends::get).orElse(0);
                    if (schedule.source(stage, pass).isEmpty()
                            || ends.containsKey(schedule.source(stage, pass).get())) {
                        free[stage] = Math.max(free[stage], ready) + (pass instanceof Forward ? 1 : 2);
                        ends.put(new Source(stage, pass), free[stage]);
                        next[stage]++;
                    }
                }
            }
        }
        return IntStream.of(free).max().orElseThrow();
    }

    @Test
    void figureFourOfThePaper() {
        assertEquals(
                List.of(forward(0), forward(1), forward(2), back(0), forward(3), back(1), back(2), back(3)),
                PipelineSchedule.of(4, 1, 4).stage(1));
        assertEquals(
                List.of(forward(0), back(0), forward(1), back(1)),
                PipelineSchedule.of(4, 1, 2).stage(3));
    }

    @Test
    void anOrderThatNeverEndsIsRefused() {
        List<Pass> first = List.of(forward(0), back(0), forward(1), back(1));
        List<Pass> last = List.of(forward(0), forward(1), back(1), back(0));
        var refused =
                assertThrows(IllegalArgumentException.class, () -> new PipelineSchedule(1, 2, List.of(first, last)));
        assertEquals("stage 0 waits for ever for what Backward[microBatch=0, chunk=0] takes in", refused.getMessage());
    }

    @Test
    void aPassThatIsTakenTwiceOrNeverIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PipelineSchedule(1, 1, List.of(List.of(forward(0), back(0), back(0)))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PipelineSchedule(1, 1, List.of(List.of(back(0), forward(0)))));
        assertThrows(IllegalArgumentException.class, () -> new PipelineSchedule(1, 1, List.of(List.of(forward(0)))));
    }

    private static Pass forward(int microBatch) {
        return new Forward(microBatch, 0);
    }

    private static Pass back(int microBatch) {
        return new Backward(microBatch, 0);
    }
}
