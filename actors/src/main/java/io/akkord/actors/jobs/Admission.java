package io.akkord.actors.jobs;

import io.akkord.algorithms.UserError;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;

/**
 * What a cluster has for a job, were it the only one.
 *
 * @param devices of all its nodes; 0 while none is known, and then nothing is refused
 * @param memoryBytes of the smallest device
 */
record Admission(int devices, long memoryBytes) {

    /**
     * The experiment of a text, if it can ever run here; blocks.
     *
     * @throws UserError if it cannot, with the reason
     */
    Experiment admit(String text, JobRunner runner) {
        Experiment experiment = ExperimentReader.readText(text, "the submitted experiment");
        experiment.checkCode();
        int wanted = experiment.runtime().devices();
        if (devices > 0 && wanted > devices) {
            throw new UserError("runtime.devices asks for " + wanted + " devices and the nodes of the cluster have "
                    + devices + " in all");
        }
        if (devices > 0) {
            runner.objection(experiment, wanted == 0 ? devices : wanted, memoryBytes)
                    .ifPresent(reason -> {
                        throw new UserError(reason);
                    });
        }
        return experiment;
    }
}
