package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.actors.metrics.PlanJson;
import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.PlannedStage;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Advice;
import io.akkord.placement.plan.NothingFits;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.plan.PlannerSettings;
import io.akkord.placement.plan.Prices;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The plans of an experiment's stages, for programs and for people.
 *
 * @param stages in their order
 */
record ExperimentPlan(List<Planned> stages) {

    /** A stage with its plan and what would make it better. */
    record Planned(String stage, Plan plan, List<Advice> advice, double searchSeconds) {}

    ExperimentPlan {
        stages = List.copyOf(stages);
    }

    /**
     * Plans every stage.
     *
     * @param whole whether networks stay whole
     * @param progress told the stage and what its search has found
     * @throws UserError where nothing fits, with the smallest cluster of that kind that would do
     */
    static ExperimentPlan of(
            Experiment experiment,
            Cluster cluster,
            boolean whole,
            Budget budget,
            BiConsumer<String, Finding> progress) {
        PlannerSettings settings = experiment.plan().settings(whole, budget);
        var stages = new ArrayList<Planned>();
        for (PlannedStage stage : PlannedStage.of(experiment)) {
            Advice.Planning planning =
                    (other, some) -> Planner.plan(stage.workflow(), other, prices(stage, other, whole), some, _ -> {});
            long start = System.nanoTime();
            Plan plan = plan(
                    stage,
                    cluster,
                    settings,
                    planning,
                    found -> progress.accept(stage.stage().name(), found));
            double seconds = (System.nanoTime() - start) / 1e9;
            List<Advice> advice = whole ? List.of() : Advice.on(plan, settings, planning);
            stages.add(new Planned(stage.stage().name(), plan, advice, seconds));
        }
        return new ExperimentPlan(stages);
    }

    private static Prices prices(PlannedStage stage, Cluster cluster, boolean whole) {
        return whole ? stage.embeddedPrices(cluster) : stage.prices(cluster);
    }

    private static Plan plan(
            PlannedStage stage,
            Cluster cluster,
            PlannerSettings settings,
            Advice.Planning planning,
            Consumer<Finding> progress) {
        try {
            return Planner.plan(
                    stage.workflow(),
                    cluster,
                    prices(stage, cluster, settings.constraints().whole()),
                    settings,
                    progress);
        } catch (NothingFits shortage) {
            if (settings.constraints().whole()) {
                throw new UserError(shortage.getMessage() + "; --hardware plans for a cluster", shortage);
            }
            Optional<Cluster> larger = Advice.smallest(cluster, settings, planning);
            throw new UserError(
                    shortage.getMessage()
                            + larger.map(fitting -> String.format(
                                            Locale.ROOT,
                                            "; the smallest cluster of these nodes that would do has %d devices (%d nodes)",
                                            fitting.devices().size(),
                                            fitting.nodes().size()))
                                    .orElse("; no number of such nodes would do"),
                    shortage);
        }
    }

    String text() {
        var text = new StringBuilder();
        for (Planned stage : stages) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(PlanText.of(stage.plan(), stage.advice(), stage.searchSeconds()));
        }
        return text.toString();
    }

    String json() {
        var all = new ArrayList<Map<String, Object>>();
        for (Planned stage : stages) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", stage.stage());
            one.putAll(PlanJson.of(stage.plan()));
            one.put("advice", stage.advice());
            one.put("search_seconds", stage.searchSeconds());
            all.add(one);
        }
        try {
            return new ObjectMapper().writeValueAsString(Map.of("stages", all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
