package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.judge.Contest;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.algorithms.workflow.WorkflowBuilder;

/**
 * Iterated DPO with any judge: the policy's own responses are compared, by the experiment's reward or by a language model,
 * and the best of each prompt is preferred to the worst.
 *
 * <p>Guo et al. 2024, "Direct language model alignment from online AI feedback", with a reward or a judge; Xu et al. 2023,
 * "Some things are more cringe than others", for more than two responses. With {@code reference = start} the policy is held
 * to where each iteration began and no reference network is needed.
 *
 * @param sampling how responses are drawn; those to one prompt are compared
 * @param preference whether {@code reward} scores or a {@code judge} compares
 * @param judge what a judge is asked
 * @param judgedBy the network that judges: {@code reference}, {@code policy} or {@code judge}
 * @param leastGap by how much the best response must lead, in score, or in win rate with a judge
 * @param loss of a pair
 * @param beta how hard the policy is held to the reference
 * @param reference {@code initial}, the frozen model, or {@code start}, the policy as the iteration began
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record OnlineDpo(
        Sampling sampling,
        Preference preference,
        PairwiseJudge judge,
        Role judgedBy,
        double leastGap,
        PairLoss loss,
        double beta,
        Anchor reference,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    /** Who says which response is better. */
    public enum Preference {
        REWARD,
        JUDGE
    }

    /** What the policy is held to. */
    public enum Anchor {
        INITIAL,
        START
    }

    public OnlineDpo {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(sampling.samples() >= 2, "sampling.samples must be at least 2 to make a pair, was " + sampling.samples());
        check(beta > 0, "beta must be greater than 0, was " + beta);
        check(leastGap >= 0, "least-gap must be at least 0, was " + leastGap);
        var _ = new Judging(judge, judgedBy);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return compared(Workflow.named("online-dpo"), scoring).build();
    }

    /** The steps of this algorithm under a name of another one that is a setting of it. */
    WorkflowBuilder compared(WorkflowBuilder workflow, Scoring scoring) {
        workflow.then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
        Column<?> verdicts = SCORES;
        if (preference == Preference.JUDGE) {
            new Judging(judge, judgedBy).addTo(workflow, contest());
            verdicts = Judging.answers();
        } else {
            workflow.thenScore(scoring);
        }
        boolean start = reference == Anchor.START;
        var computation = compute("pairs", this::pairs).from(ROLLOUTS, verdicts);
        workflow.then(start ? computation.yields(PAIRS, Column.REFERENCE_LOGPROBS) : computation.yields(PAIRS));
        return OnPolicyPairs.learn(workflow, loss, beta, start, passes, optimizer);
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        HeldOut heldOut = HeldOut.of("online-dpo").answers(sampling, scoring);
        if (preference == Preference.JUDGE) {
            new Judging(judge, judgedBy).accuracy(heldOut.graph());
        }
        return heldOut.build();
    }

    private Contest contest() {
        return new Contest(judge, sampling.samples(), true);
    }

    private Computed pairs(Experience in) {
        var metrics = new Metrics();
        int rollouts = in.get(ROLLOUTS).size();
        double[] scores = preference == Preference.JUDGE
                ? Contest.winRates(rollouts, Judging.matches(contest(), in, metrics))
                : in.get(SCORES).values();
        var pairs = new OnPolicyPairs(in.get(ROLLOUTS));
        pairs.preferBest(scores, sampling.samples(), leastGap);
        return pairs.yielded(metrics, rollouts / sampling.samples(), reference == Anchor.START);
    }
}
