package io.akkord.tests.workflow;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/** {@link Reinforce} on what a mixture of policy and reference says; {@code coefficient} is the reference's share. */
public record Anchored(Sampling sampling, double coefficient, OptimizerSettings optimizer) implements Algorithm {

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("anchored")
                .then(generate(POLICY, sampling)
                        .mixedWith(REFERENCE, coefficient)
                        .from(PROMPTS)
                        .yields(ROLLOUTS))
                .thenScore(scoring)
                .then(train(POLICY, new Reinforce.Praise(), new Passes(1, 1), optimizer)
                        .from(ROLLOUTS, SCORES))
                .build();
    }
}
