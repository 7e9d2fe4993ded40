package io.akkord.placement.plan;

import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Device FIRST = Cluster.embedded(2, 1).devices().get(0);
    private static final Device SECOND = Cluster.embedded(2, 1).devices().get(1);

    /** Ten seconds to generate, three to infer, six to train, whatever the device. */
    private static double seconds(Step step, Device device) {
        return switch (step) {
            case Step.Generate _ -> 10;
            case Step.Infer _ -> 3;
            case Step.Train _ -> 6;
            case Step.Score _, Step.Compute _ -> throw new IllegalStateException("host steps take no device");
        };
    }

    private static Timeline simulate(Device policy, Device reference, Device critic) {
        return Timeline.simulate(
                Iterations.ppo(), Map.of(POLICY, policy, REFERENCE, reference, CRITIC, critic), TimelineTest::seconds);
    }

    private static Timeline.Interval of(Timeline timeline, String step) {
        return timeline.intervals().stream()
                .filter(interval -> interval.step().name().equals(step))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneDeviceRunsOneStepAtATime() {
        assertEquals(10 + 3 + 3 + 6 + 6, simulate(FIRST, FIRST, FIRST).makespan());
    }

    @Test
    void criticAndReferenceInferTogetherOnTwoDevices() {
        var timeline = simulate(FIRST, FIRST, SECOND);
        assertEquals(10, of(timeline, "infer-reference").start());
        assertEquals(10, of(timeline, "infer-critic").start());
        assertEquals(13, of(timeline, "train-policy").start());
        assertEquals(13, of(timeline, "train-critic").start());
        assertEquals(19, timeline.makespan());
    }

    @Test
    void aBusyDeviceKeepsTheSecondStepWaiting() {
        var timeline = simulate(FIRST, SECOND, SECOND);
        assertEquals(10, of(timeline, "infer-reference").start());
        assertEquals(13, of(timeline, "infer-critic").start());
        assertEquals(16 + 6, timeline.makespan());
    }

    @Test
    void hostStepsTakeNoTime() {
        var advantages = of(simulate(FIRST, FIRST, SECOND), "advantages");
        assertEquals(13, advantages.start());
        assertEquals(13, advantages.end());
    }
}
