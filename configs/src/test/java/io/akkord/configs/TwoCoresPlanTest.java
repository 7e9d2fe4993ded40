package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.search.Budget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans of our own runtime for two nodes of a core each, free and as people would place networks. */
class TwoCoresPlanTest {

    private static final List<String> LONG_RESPONSES = List.of(
            "policy.new.hidden=192",
            "policy.new.heads=6",
            "policy.new.key-value-heads=6",
            "policy.new.context=256",
            "ppo.sampling.max-tokens=128",
            "ppo.batch=64");

    private static final List<String> LARGE_CRITIC =
            List.of("critic.new.hidden=256", "critic.new.layers=6", "critic.new.intermediate=688", "ppo.batch=64");

    private static final List<List<String>> WORKLOADS = List.of(LONG_RESPONSES, LARGE_CRITIC);

    private static Plan plan(List<String> workload, String... settings) {
        var all = new ArrayList<>(workload);
        all.addAll(List.of(settings));
        Experiment experiment = ExperimentReader.readForPlan("ppo", all, Path.of(""));
        PlannedStage stage = PlannedStage.of(experiment).getFirst();
        Cluster cluster = new ClusterReader(Path.of("")).read("two-cores");
        return Planner.plan(
                stage.workflow(),
                cluster,
                stage.embeddedPrices(cluster),
                experiment.plan().settings(true, new Budget(0, 5_000, Double.POSITIVE_INFINITY)),
                _ -> {});
    }

    @Test
    void networksStayWholeUnlessTheExperimentLetsThemBeCut() {
        Plan whole = plan(LONG_RESPONSES);
        assertTrue(whole.placements().stream()
                .allMatch(one -> one.layout().parallelism().equals(Parallelism.NONE)));
        assertEquals(
                List.of("policy", "reference", "critic"),
                whole.placements().stream().map(one -> one.call()).toList());
        Plan cut = plan(LONG_RESPONSES, "plan.whole=false");
        assertFalse(cut.placements().stream()
                .allMatch(one -> one.layout().parallelism().equals(Parallelism.NONE)));
        assertTrue(cut.seconds() < whole.seconds());
    }

    @Test
    void noPlacementByHandBeatsThePlan() {
        for (List<String> workload : WORKLOADS) {
            double planned = plan(workload, "plan.whole=false").seconds();
            double colocated = plan(workload, "plan.layouts={ policy {}, reference {}, critic {} }")
                    .seconds();
            double split = plan(workload, "plan.fixed={ policy=[node-a], reference=[node-a], critic=[node-b] }")
                    .seconds();
            double apart = plan(workload, "plan.fixed={ policy=[node-a], reference=[node-b], critic=[node-b] }")
                    .seconds();
            double alone = plan(workload, "plan.devices=[node-a]").seconds();
            assertTrue(planned <= colocated && planned <= split && planned <= apart, workload.getFirst());
            assertTrue(colocated < split && split < alone && apart < alone, workload.getFirst());
        }
    }

    @Test
    void aLayoutByHandIsObeyedAndItsMovesArePaid() {
        Plan plan = plan(
                LARGE_CRITIC, "plan.layouts={ \"policy generate\" { data = 2 }, \"policy train\" { pipeline = 2 } }");
        assertEquals(
                List.of(new Parallelism(2, 1, 1), new Parallelism(1, 1, 2)),
                plan.placements().stream()
                        .filter(one -> one.call().startsWith("policy "))
                        .map(one -> one.layout().parallelism())
                        .toList());
        assertEquals(1, plan.moves().size());
        assertTrue(plan.moves().getFirst().end() > plan.moves().getFirst().start());
    }
}
