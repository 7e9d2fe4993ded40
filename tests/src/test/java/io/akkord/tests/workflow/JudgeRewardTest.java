package io.akkord.tests.workflow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.Summary;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reward for which a language model is asked; where none is named, the policy as the stage finds it. */
@Timeout(120)
class JudgeRewardTest {

    @TempDir
    Path folder;

    @Test
    void thePolicyAsItWasJudgesWhereNoJudgeIsNamed() {
        var run = new RunFolder(folder.resolve("run"));
        Summary.StageSummary stage = TinyRun.complete(
                        TinyRun.ppo(
                                "policy.new.context=128",
                                "ppo.iterations=1",
                                "reward={kind=judge,template=\"{prompt} {response} ?\",worth=[5,1]}"),
                        run.path())
                .stages()
                .getFirst();
        double first = requireNonNull(stage.rewardFirst());
        assertTrue(first > 1 && first < 5, "a mean of both worths: " + first);
        assertEquals(0, requireNonNull(stage.metrics().get("objective/unscored")));
        assertTrue(run.json("plan.json")
                .path("stages")
                .path(0)
                .path("placements")
                .path("judge")
                .isArray());
    }
}
