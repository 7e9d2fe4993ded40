package io.akkord.actors.node;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A stage of an experiment with its workflow. Every node makes it from the experiment's text, so that no step travels.
 *
 * @param stage what the experiment says
 * @param workflow the graph its algorithm returns
 * @param evaluation the graph by which the stage is judged: what the experiment's data and the workflow's networks allow
 */
public record StageWork(Stage stage, Workflow workflow, Workflow evaluation) {

    /** The walk that computes what is kept for the data set; negative, since its steps are no facts. */
    public static final int DATASET = -3;

    /** The evaluation before the first update. */
    public static final int BEFORE = -1;

    /** The evaluation after the last update. */
    public static final int AFTER = -2;

    /** The stages of an experiment by name, in their order. */
    public static Map<String, StageWork> of(Experiment experiment) {
        Scoring scoring = experiment.reward().scoring();
        var works = new LinkedHashMap<String, StageWork>();
        for (Stage stage : experiment.stages()) {
            Workflow workflow = stage.algorithm().workflow(scoring);
            Workflow evaluation = stage.algorithm()
                    .evaluation(scoring)
                    .within(experiment.data().columns(), workflow.roles());
            works.put(stage.name(), new StageWork(stage, workflow, evaluation));
        }
        return Collections.unmodifiableMap(works);
    }

    /** The step that a call names, in the graph that its iteration belongs to. */
    public Step step(StepCall call) {
        boolean judging = call.iteration() == BEFORE || call.iteration() == AFTER;
        Workflow graph = judging ? evaluation : workflow;
        for (Step step : graph.steps()) {
            if (step.name().equals(call.step())) {
                return step;
            }
        }
        throw new IllegalStateException("workflow " + graph.name() + " has no step " + call.step());
    }

    /** Columns that data fills, for learning or for judging. */
    public Set<Column<?>> sources() {
        var sources = new LinkedHashSet<>(workflow.sources());
        sources.addAll(evaluation.sources());
        return sources;
    }

    /** The networks that a checkpoint holds: those that learn, and where none does the policy as it is. */
    public Set<Role> kept() {
        return workflow.trained().isEmpty() ? Set.of(Role.POLICY) : workflow.trained();
    }

    /** The networks that the stage needs: those that some step asks, and those that its checkpoint holds. */
    public Set<Role> networks() {
        var networks = new LinkedHashSet<>(workflow.roles());
        networks.addAll(kept());
        return networks;
    }

    /** Whether some step scores responses. */
    public boolean scores() {
        return workflow.steps().stream().anyMatch(Step.Score.class::isInstance)
                || evaluation.steps().stream().anyMatch(step -> step.outputs().contains(Column.ROLLOUTS));
    }

    /** The optimiser of a train step; a schedule without an end gets the updates that this stage will take. */
    public OptimizerSettings optimizer(Step.Train train) {
        OptimizerSettings settings = train.optimizer();
        int updates =
                stage.iterations() * train.passes().epochs() * train.passes().updates();
        return new OptimizerSettings(
                settings.learningRate(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.weightDecay(),
                settings.maxGradNorm(),
                settings.schedule().endingBy(updates));
    }
}
