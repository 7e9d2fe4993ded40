package io.akkord.actors.run;

import io.akkord.actors.node.StageWork;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a finished stage leaves for the summary. */
public record StageReport(
        Stage stage,
        String workflow,
        double seconds,
        Map<String, Double> metrics,
        Optional<Evaluation> before,
        Optional<Evaluation> after) {

    /** Those of a run's finished stages, by name, in order. */
    static Map<String, StageReport> of(Experiment experiment, Map<String, StageWork> works, RunState state) {
        var reports = new LinkedHashMap<String, StageReport>();
        for (Stage each : experiment.stages()) {
            Fact.StageFinished finished = state.finished().get(each.name());
            if (finished != null) {
                StageWork work = Objects.requireNonNull(works.get(each.name()), each.name());
                reports.put(
                        each.name(),
                        new StageReport(
                                each,
                                work.workflow().name(),
                                finished.seconds(),
                                finished.metrics(),
                                state.evaluation(each.name(), "before"),
                                state.evaluation(each.name(), "after")));
            }
        }
        return reports;
    }
}
