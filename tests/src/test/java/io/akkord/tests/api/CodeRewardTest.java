package io.akkord.tests.api;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.RunStopped;
import io.akkord.actors.Trainer;
import io.akkord.actors.TrainingRun;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.rewards.LearnedScore;
import io.akkord.rewards.Reward;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reward that the embedding program gives as a lambda. */
@Timeout(120)
class CodeRewardTest {

    private static final Reward SEVEN = (rollout, models) -> 7;

    @TempDir
    Path folder;

    @Test
    void aLambdaIsWhatTheRunMaximises() {
        var asked = new AtomicInteger();
        Experiment experiment = TinyRun.ppo("reward.kind=code", "ppo.iterations=1")
                .rewardedBy((rollout, models) -> asked.incrementAndGet() * 0 + rollout.response().length);
        Summary summary = TinyRun.complete(experiment, folder.resolve("run"));
        assertTrue(requireNonNull(summary.stages().getFirst().rewardFirst()) >= 1);
        assertEquals(8 + 2 * 8, asked.get(), "an iteration of 8 rows and two evaluations of 8");
    }

    @Test
    void aLambdaMayBeAPartOfASum() {
        Experiment experiment = TinyRun.ppo(
                        "reward={kind=weighted-sum,parts=[{weight=2,kind=code},{weight=1,kind=regex,pattern=\"^\"}]}",
                        "ppo.iterations=1")
                .rewardedBy(SEVEN);
        Summary summary = TinyRun.complete(experiment, folder.resolve("run"));
        assertEquals(15, requireNonNull(summary.stages().getFirst().rewardFirst()));
    }

    @Test
    void aRunWithoutTheLambdaIsRefusedBeforeAnythingStarts() {
        Path place = folder.resolve("run");
        var refusal =
                assertThrows(UserError.class, () -> Trainer.start(TinyRun.ppo("reward.kind=code"), place, event -> {}));
        assertEquals(
                "reward.kind = code means that the program that embeds Akkord gives the reward, by"
                        + " Experiment.rewardedBy, and none was given; on the command line choose another kind",
                refusal.getMessage());
        assertFalse(Files.exists(place));
    }

    @Test
    void aRunIsResumedWithTheSameLambda() {
        var run = new RunFolder(folder.resolve("run"));
        var started = new CompletableFuture<TrainingRun>();
        Experiment experiment =
                TinyRun.ppo("reward.kind=code", "ppo.iterations=2").rewardedBy(SEVEN);
        TrainingRun first = Trainer.start(experiment, run.path(), event -> {
            if (event instanceof RunEvent.IterationFinished) {
                var _ = started.thenAccept(TrainingRun::stop);
            }
        });
        started.complete(first);
        assertThrows(RunStopped.class, () -> TinyRun.await(first.result()));

        assertThrows(UserError.class, () -> Trainer.resume(run.path(), event -> {}));
        Summary summary =
                TinyRun.await(Trainer.resume(run.path(), SEVEN, event -> {}).result());
        assertEquals(7, requireNonNull(summary.stages().getFirst().rewardLast()));
    }

    @Test
    void aLambdaThatNobodyAskedForIsRefused() {
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> TinyRun.ppo("reward={kind=think-format}").rewardedBy(SEVEN));
        assertEquals(
                "reward.kind must be code for a program to give the reward, was think-format", refusal.getMessage());
    }

    @Test
    void aLambdaAsksNoNetwork() {
        Reward learned = new LearnedScore();
        assertEquals(Set.of(Role.REWARD), learned.models());
        assertThrows(
                IllegalArgumentException.class,
                () -> TinyRun.ppo("reward.kind=code").rewardedBy(learned));
    }
}
