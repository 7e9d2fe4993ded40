package io.akkord.tests.workflow;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;
import java.util.Arrays;

/** A toy: REINFORCE (Williams 1992) with the iteration's mean score as its baseline. Nothing in main knows of it. */
public record Reinforce(Sampling sampling, OptimizerSettings optimizer) implements Algorithm {

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("reinforce")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(train(POLICY, new Praise(), new Passes(1, 1), optimizer).from(ROLLOUTS, SCORES))
                .build();
    }

    /** {@code L = -mean((score - mean score) * sum logprob)}. */
    record Praise() implements Objective {

        @Override
        public Output output() {
            return Output.LOGPROBS;
        }

        @Override
        public Local prepare(Experience step, TokenGrid detached) {
            double[] all = step.get(SCORES).values();
            double baseline = Arrays.stream(all).average().orElse(0);
            return batch -> {
                double[] scores = batch.columns().get(SCORES).values();
                double[][] logprobs = batch.outputs().values();
                var slopes = new double[logprobs.length][];
                double loss = 0;
                for (int i = 0; i < logprobs.length; i++) {
                    double slope = (baseline - scores[i]) / all.length;
                    slopes[i] = new double[logprobs[i].length];
                    Arrays.fill(slopes[i], slope);
                    loss += slope * Arrays.stream(logprobs[i]).sum();
                }
                return new Derivative(loss, slopes, 0, new Metrics().add("reinforce/baseline", baseline));
            };
        }
    }
}
