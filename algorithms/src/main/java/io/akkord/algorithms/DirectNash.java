package io.akkord.algorithms;

import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Direct Nash optimisation: the policy plays against itself under a general preference, which need not come from any score.
 *
 * <p>Rosset et al. 2024, "Direct Nash optimization", algorithm 2 (DNO-Prct): a response is worth its expected win rate
 * against the policy's own responses, eq. 6; the best of each prompt is contrasted with the worst where the gap is wide
 * enough, by the DPO loss with the policy at the iteration's start as the reference. Preferences that go round in a
 * circle have no Bradley-Terry score, but they have an equilibrium, and that is where this ends.
 *
 * @param sampling how responses are drawn; each is compared with all others to its prompt
 * @param preference {@code judge}, or {@code reward} for one that itself answers win rates among a prompt's responses
 * @param judge what a judge is asked
 * @param judgedBy the network that judges: {@code reference}, {@code policy} or {@code judge}
 * @param leastGap in win rate between the two responses of a pair
 * @param beta how hard the policy is held to where the iteration began
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record DirectNash(
        Sampling sampling,
        OnlineDpo.Preference preference,
        PairwiseJudge judge,
        Role judgedBy,
        double leastGap,
        double beta,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    public DirectNash {
        var _ = contrast(sampling, preference, judge, judgedBy, leastGap, beta, passes, optimizer);
    }

    private static OnlineDpo contrast(
            Sampling sampling,
            OnlineDpo.Preference preference,
            PairwiseJudge judge,
            Role judgedBy,
            double leastGap,
            double beta,
            Passes passes,
            OptimizerSettings optimizer) {
        return new OnlineDpo(
                sampling,
                preference,
                judge,
                judgedBy,
                leastGap,
                PairLoss.SIGMOID,
                beta,
                OnlineDpo.Anchor.START,
                passes,
                optimizer);
    }

    private OnlineDpo contrast() {
        return contrast(sampling, preference, judge, judgedBy, leastGap, beta, passes, optimizer);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return contrast().compared(Workflow.named("direct-nash"), scoring).build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return contrast().evaluation(scoring);
    }
}
