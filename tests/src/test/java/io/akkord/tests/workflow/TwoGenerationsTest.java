package io.akkord.tests.workflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.RunEvent;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Found by XPO, which compares the policy with its frozen beginning and at first saw twice the same responses. */
@Timeout(120)
class TwoGenerationsTest {

    @Test
    void equalNetworksDrawDifferentResponsesInTwoStepsOfOneWorkflow(@TempDir Path folder) {
        var measured = new ConcurrentLinkedQueue<Map<String, Double>>();
        var settings = List.of(
                "stages=[xpo]",
                "reward.kind=regex",
                "reward.pattern=\"[a-m]\"",
                "xpo.iterations=1",
                "xpo.batch=16",
                "xpo.sampling.max-tokens=8");
        TinyRun.complete(TinyRun.recipe("xpo", settings), folder.resolve("run"), event -> {
            if (event instanceof RunEvent.IterationFinished done) {
                measured.add(done.metrics());
            }
        });
        double pairs = measured.element().getOrDefault("preference/pairs_per_prompt", 0.0);
        assertTrue(pairs > 0, measured.toString());
    }
}
