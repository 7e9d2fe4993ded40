package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Contrastive preference optimisation: pairs without a reference, Xu et al. 2024, eq. 3.
 *
 * <p>A response's implicit reward is {@code beta} times its log-prob, and the likelihood of the chosen responses keeps
 * the policy on its feet.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param loss {@code sigmoid}, {@code hinge} or {@code ipo} of the two implicit rewards; {@code sigmoid} is the paper's
 * @param beta reward of a log-prob of 1, 0.1 by default
 * @param labelSmoothing how often a label is wrong, in [0, 0.5); 0 by default
 * @param lengthAveraged whether log-probs are means over tokens instead of sums, the default; TRL averages with {@code
 *     ipo}
 * @param nll weight of the chosen responses' negative log-likelihood, a mean over their tokens; 1 is the paper's
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Cpo(
        Sampling sampling,
        PairLoss loss,
        double beta,
        double labelSmoothing,
        boolean lengthAveraged,
        double nll,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    public Cpo {
        if (loss != PairLoss.SIGMOID && loss != PairLoss.HINGE && loss != PairLoss.IPO) {
            throw new IllegalArgumentException("loss must be sigmoid, hinge or ipo; the others need a reference");
        }
        var _ = objective(loss, beta, labelSmoothing, lengthAveraged, nll);
    }

    private static PairPreference objective(
            PairLoss loss, double beta, double labelSmoothing, boolean lengthAveraged, double nll) {
        var comparison = PairComparison.of(loss, beta, labelSmoothing);
        return new PairPreference(comparison, 1, nll, false, lengthAveraged);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        PairPreference objective = objective(loss, beta, labelSmoothing, lengthAveraged, nll);
        return Workflow.named("cpo")
                .then(train(POLICY, objective, passes, optimizer).from(PAIRS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("cpo").answers(sampling, scoring).pairs(false, false).build();
    }
}
