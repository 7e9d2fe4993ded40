package io.akkord.tests.workflow;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;

/** {@link Reinforce} that also tells how many updates the weights had seen that wrote its first and its last response. */
public record Dated(Sampling sampling, Passes passes, OptimizerSettings optimizer) implements Algorithm {

    private static final Column<Scores> DATES = Column.scores("dates");

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("dated")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(compute("dates", Dated::dates).from(ROLLOUTS).yields(DATES))
                .then(train(POLICY, new Reinforce.Praise(), passes, optimizer).from(ROLLOUTS, SCORES))
                .build();
    }

    private static Computed dates(Experience in) {
        double[] versions = in.get(ROLLOUTS).items().stream()
                .mapToDouble(Rollout::version)
                .sorted()
                .toArray();
        return new Computed(
                Experience.empty().with(DATES, new Scores(versions)),
                new Metrics().add("dates/first", versions[0]).add("dates/last", versions[versions.length - 1]));
    }
}
