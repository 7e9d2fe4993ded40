package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Simple preference optimisation: pairs without a reference, by mean log-probs, Meng et al. 2024, "SimPO", eq. 6.
 *
 * <p>A response's implicit reward is {@code beta} times its mean log-prob, and the chosen one's must lead by {@code
 * target}.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param beta reward of a mean log-prob of 1, 2 by default
 * @param target by how much the reward of the chosen response should lead, the paper's gamma, at least 0; 1 by default,
 *     half of {@code beta}
 * @param labelSmoothing how often a label is wrong, in [0, 0.5); 0 by default
 * @param nll weight of the chosen responses' negative log-likelihood, a mean over their tokens; 0, the default, for none
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Simpo(
        Sampling sampling,
        double beta,
        double target,
        double labelSmoothing,
        double nll,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    public Simpo {
        if (!(target >= 0)) {
            throw new IllegalArgumentException("target must be at least 0, was " + target);
        }
        var _ = objective(beta, target, labelSmoothing, nll);
    }

    private static PairPreference objective(double beta, double target, double labelSmoothing, double nll) {
        var comparison = new PairComparison(PairLoss.SIGMOID, Divergence.reverseKl(), beta, target, labelSmoothing, 1);
        return new PairPreference(comparison, 1, nll, false, true);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        PairPreference objective = objective(beta, target, labelSmoothing, nll);
        return Workflow.named("simpo")
                .then(train(POLICY, objective, passes, optimizer).from(PAIRS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("simpo").answers(sampling, scoring).pairs(false, true).build();
    }
}
