package io.akkord.actors.run;

import io.akkord.actors.journal.JournalTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names under which facts stand in journals; append only, since old journals must still be read. */
final class Facts {

    static final JournalTable TABLE = JournalTable.empty()
            .with("run-begun", Fact.RunBegun.class)
            .with("stage-begun", Fact.StageBegun.class)
            .with("step-finished", Fact.StepFinished.class)
            .with("iteration-finished", Fact.IterationFinished.class)
            .with("iteration-repeated", Fact.IterationRepeated.class)
            .with("evaluated", Fact.Evaluated.class, Facts::withFigures, Facts::withOtherGold)
            .with("checkpoint-written", Fact.CheckpointWritten.class)
            .with("stage-finished", Fact.StageFinished.class)
            .with("run-ended", Fact.RunEnded.class)
            .with("nodes-changed", Fact.NodesChanged.class);

    private Facts() {}

    /** Evaluations had no figures of the algorithm's own in their first version. */
    private static Map<String, Object> withFigures(Map<String, Object> evaluated) {
        return withNothing("figures", evaluated);
    }

    /** Evaluations asked the gold reward about one column of responses in their second version. */
    private static Map<String, Object> withOtherGold(Map<String, Object> evaluated) {
        return withNothing("otherGold", evaluated);
    }

    private static Map<String, Object> withNothing(String component, Map<String, Object> evaluated) {
        if (evaluated.get("evaluation") instanceof Map<?, ?> known) {
            var evaluation = new LinkedHashMap<Object, Object>(known);
            evaluation.put(component, Map.of());
            evaluated.put("evaluation", evaluation);
        }
        return evaluated;
    }
}
