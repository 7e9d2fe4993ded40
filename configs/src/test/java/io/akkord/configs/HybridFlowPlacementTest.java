package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.search.Budget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where HybridFlow (arXiv 2409.19256) found which placement best: PPO of four networks alike, 1024 prompts of
 * 1024 tokens, responses as long, 8 updates. Up to 64 devices all four colocated; from 96 on with 13B policy and reference
 * apart from critic and reward, though not by much.
 *
 * <p>We see the same up to 64 devices, and the split's disadvantage shrink until it is 15 % or less where they saw it
 * win. It does not win here, and we do not know why: our model charges nothing for what a
 * runtime loses when it turns from one network to the next, which may be it.
 */
class HybridFlowPlacementTest {

    private static Plan plan(String model, int devices) {
        var experiment = ExperimentReader.readForPlan(
                "ppo",
                List.of(
                        "policy.model=llama-2-" + model,
                        "critic.model=llama-2-" + model,
                        "reward-model.model=llama-2-" + model,
                        "reward.kind=learned",
                        "ppo.batch=1024",
                        "ppo.passes.updates=8",
                        "ppo.sampling.max-tokens=1024",
                        "plan.prompt-tokens=1024"),
                Path.of(""));
        PlannedStage stage = PlannedStage.of(experiment).getFirst();
        Cluster cluster = new ClusterReader(Path.of("")).read("a100-80g", devices);
        var settings = experiment.plan().settings(false, new Budget(1, 40_000, Double.POSITIVE_INFINITY));
        return Planner.plan(stage.workflow(), cluster, stage.prices(cluster), settings, _ -> {});
    }

    /** The split's seconds by the colocated placement's. */
    private static double split(Plan plan) {
        return cost(plan, "policy and reference | critic and reward") / cost(plan, "all colocated");
    }

    private static double cost(Plan plan, String rule) {
        return plan.heuristics().stream()
                .filter(one -> one.name().equals(rule))
                .findFirst()
                .orElseThrow()
                .cost();
    }

    @ParameterizedTest(name = "13B on {0} devices")
    @CsvSource({"16", "32", "64"})
    void colocatedIsBestUpToSixtyFourDevices(int devices) {
        assertTrue(split(plan("13b", devices)) > 1);
    }

    @Test
    void theSplitGainsWithEveryNodeUntilItIsAboutAsGood() {
        double few = split(plan("13b", 32));
        double some = split(plan("13b", 64));
        double many = split(plan("13b", 128));
        assertTrue(few > some && some > many, few + " " + some + " " + many);
        assertEquals(1, many, 0.15);
    }
}
