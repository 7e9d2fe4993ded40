package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
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
 * Direct preference optimisation: the policy learns from pairs, held near a reference, without a reward model.
 *
 * <p>Rafailov et al. 2023, and the losses that others put in the place of its sigmoid. A response's implicit reward is
 * {@code beta} times its log-ratio to the reference. A pair's strength is the probability that its label is right; the
 * sorted losses compare distributions and take every pair as certain.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param loss what the two implicit rewards of a pair cost, see {@link PairLoss}; {@code sigmoid} is DPO itself
 * @param beta how hard the policy is held to the reference, 0.1 is usual
 * @param labelSmoothing how often a label is wrong, in [0, 0.5): conservative DPO with {@code sigmoid}; 0 by default
 * @param divergence that holds the policy near the reference, with {@code sigmoid}; {@code reverse-kl} is DPO's
 * @param alpha of {@code divergence = alpha}, in [0, 1]; 0.5 by default
 * @param lengthAveraged whether log-ratios are means over tokens instead of sums; IPO's authors and TRL's
 *     {@code sigmoid_norm} average, the default is the sum
 * @param discopopTau temperature of {@code loss = discopop}, 0.05 is the paper's
 * @param nll weight of the chosen responses' negative log-likelihood, a mean over their tokens; 0 for none
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Dpo(
        Sampling sampling,
        PairLoss loss,
        double beta,
        double labelSmoothing,
        Divergence.Kind divergence,
        double alpha,
        boolean lengthAveraged,
        double discopopTau,
        double nll,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    public Dpo {
        var _ = new PairPreference(
                comparison(loss, beta, labelSmoothing, divergence, alpha, discopopTau), 1, nll, true, lengthAveraged);
        if (divergence != Divergence.Kind.REVERSE_KL && loss != PairLoss.SIGMOID) {
            throw new IllegalArgumentException(
                    "divergence must be reverse-kl unless loss = sigmoid; the other losses are made for log-ratios");
        }
    }

    private static PairComparison comparison(
            PairLoss loss,
            double beta,
            double labelSmoothing,
            Divergence.Kind divergence,
            double alpha,
            double discopopTau) {
        return new PairComparison(loss, new Divergence(divergence, alpha), beta, 0, labelSmoothing, discopopTau);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        PairComparison comparison = comparison(loss, beta, labelSmoothing, divergence, alpha, discopopTau);
        return Workflow.named("dpo")
                .then(infer(REFERENCE, LOGPROBS, 1).from(PAIRS).yields(REFERENCE_LOGPROBS))
                .then(train(POLICY, new PairPreference(comparison, 1, nll, true, lengthAveraged), passes, optimizer)
                        .from(PAIRS, REFERENCE_LOGPROBS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("dpo")
                .answers(sampling, scoring)
                .pairs(true, lengthAveraged)
                .build();
    }
}
