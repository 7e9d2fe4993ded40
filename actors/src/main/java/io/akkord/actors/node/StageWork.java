package io.akkord.actors.node;

import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A stage of an experiment with its workflow. Every node makes it from the experiment's text, so that no step travels.
 *
 * @param stage what the experiment says
 * @param workflow the graph its algorithm returns
 */
public record StageWork(Stage stage, Workflow workflow) {

    /** The stages of an experiment by name, in their order. */
    public static Map<String, StageWork> of(Experiment experiment) {
        Set<Role> rewardModels = experiment.reward().reward().models();
        var works = new LinkedHashMap<String, StageWork>();
        for (Stage stage : experiment.stages()) {
            works.put(stage.name(), new StageWork(stage, stage.algorithm().workflow(rewardModels)));
        }
        return Collections.unmodifiableMap(works);
    }

    /** Finds a step by name. */
    public Step step(String name) {
        for (Step step : workflow.steps()) {
            if (step.name().equals(name)) {
                return step;
            }
        }
        throw new IllegalStateException("workflow " + workflow.name() + " has no step " + name);
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
