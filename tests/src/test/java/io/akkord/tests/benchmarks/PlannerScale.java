package io.akkord.tests.benchmarks;

import io.akkord.configs.ClusterReader;
import io.akkord.configs.ExperimentReader;
import io.akkord.configs.PlannedStage;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.search.Budget;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Seconds to plan PPO of two 70B networks on ever more devices, with as many evaluations each, beside 128 devices. */
public final class PlannerScale {

    private static final long EVALUATIONS = 100_000;
    private static final List<Integer> DEVICES = List.of(128, 1024, 4096, 16_384);

    private PlannerScale() {}

    /** Prints a table. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        seconds(DEVICES.getFirst()); // the JIT's warm-up
        double first = seconds(DEVICES.getFirst());
        out.println("devices    seconds    by 128    devices by 128");
        for (int devices : DEVICES) {
            double seconds = seconds(devices);
            out.printf("%7d  %9.1f  %8.1f  %16d%n", devices, seconds, seconds / first, devices / DEVICES.getFirst());
        }
    }

    private static double seconds(int devices) {
        var experiment = ExperimentReader.readForPlan(
                "ppo",
                List.of(
                        "policy.model=llama-2-70b",
                        "critic.model=llama-2-70b",
                        "ppo.batch=" + 8 * devices,
                        "ppo.sampling.max-tokens=1024",
                        "plan.prompt-tokens=1024"),
                Path.of(""));
        PlannedStage stage = PlannedStage.of(experiment).getFirst();
        Cluster cluster = new ClusterReader(Path.of("")).read("h100", devices);
        var settings = experiment.plan().settings(false, new Budget(0, EVALUATIONS, Double.POSITIVE_INFINITY));
        long start = System.nanoTime();
        Plan plan = Planner.plan(stage.workflow(), cluster, stage.prices(cluster), settings, _ -> {});
        if (plan.placements().isEmpty()) {
            throw new IllegalStateException("no plan");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
