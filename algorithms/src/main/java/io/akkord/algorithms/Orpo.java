package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.Odds;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Odds-ratio preference optimisation: fine-tuning and preferences in one, without a reference.
 *
 * <p>Hong et al. 2024, "ORPO", eq. 7: the chosen responses' negative log-likelihood, a mean over their tokens
 * (TRL's also counts the prompt's), plus {@code beta} times the sigmoid loss of the odds ratio of the two responses.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param beta weight of the odds ratio, the paper's lambda, at least 0; 0.1 by default
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Orpo(Sampling sampling, double beta, Passes passes, OptimizerSettings optimizer) implements Algorithm {

    public Orpo {
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("beta must be at least 0, was " + beta);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        var oddsRatio = new PairComparison(PairLoss.SIGMOID, new Odds(), 1, 0, 0, 1);
        var objective = new PairPreference(oddsRatio, beta, 1, false, true);
        return Workflow.named("orpo")
                .then(train(POLICY, objective, passes, optimizer).from(PAIRS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("orpo").answers(sampling, scoring).pairs(false, true).build();
    }
}
