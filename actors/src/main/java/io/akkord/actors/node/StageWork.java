package io.akkord.actors.node;

import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;

/**
 * A stage of an experiment with its workflow. Every node makes it from the experiment's text, so that no step travels.
 *
 * @param stage what the experiment says
 * @param workflow the graph its algorithm returns
 */
public record StageWork(Stage stage, Workflow workflow) {

    /** Finds a stage by name. */
    public static StageWork of(Experiment experiment, String stageName) {
        for (Stage stage : experiment.stages()) {
            if (stage.name().equals(stageName)) {
                return new StageWork(stage, experiment.workflow(stage));
            }
        }
        throw new IllegalStateException("experiment " + experiment.name() + " has no stage " + stageName);
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
        Schedule schedule = settings.schedule();
        if (schedule.updates() > 0) {
            return settings;
        }
        int updates = stage.iterations() * train.passes().epochs() * train.passes().updates();
        return new OptimizerSettings(
                settings.learningRate(),
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.weightDecay(),
                settings.maxGradNorm(),
                new Schedule(schedule.kind(), schedule.warmup(), updates, schedule.minRatio()));
    }
}
