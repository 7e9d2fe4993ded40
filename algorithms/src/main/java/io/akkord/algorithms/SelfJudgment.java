package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.judge.Contest;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.judge.PairwiseJudge.Winner;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Self-judgment: a model improves on its own responses by its own verdicts; no reward model, no further labels.
 *
 * <p>Ye et al. 2024, "Self-Judge", section 3.2: two responses to a prompt are shown to the frozen initial model in both
 * orders, and DPO learns from what it prefers. The judge is the reference network, so a run holds one trainable model and
 * its frozen beginning. Where the paper's code decodes and encodes responses again, or lets equal ones compete, this does
 * not. A pair on which the judge gives no verdict teaches nothing.
 *
 * @param sampling how responses are drawn; those to one prompt compete, the first with the second and so on
 * @param judge what the judge is asked, see {@link JudgeAugmentedSft}
 * @param loss of a pair: {@code sigmoid}, {@code hinge} or {@code ipo} in the paper
 * @param beta how hard the policy is held to the reference
 * @param tournament candidates of each prompt among which the judge picks one where the stage is judged; 0 for no
 *     tournament
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record SelfJudgment(
        Sampling sampling,
        PairwiseJudge judge,
        PairLoss loss,
        double beta,
        int tournament,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Rollout>> CANDIDATES = Column.rows("candidates");

    public SelfJudgment {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(sampling.samples() >= 2, "sampling.samples must be at least 2 to make a pair, was " + sampling.samples());
        check(beta > 0, "beta must be greater than 0, was " + beta);
        check(tournament == 0 || tournament > 1, "tournament must be 0 or at least 2, was " + tournament);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        var workflow = Workflow.named("self-judgment")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
        new Judging(judge, REFERENCE).addTo(workflow, contest());
        workflow.then(
                compute("pairs", this::pairs).from(ROLLOUTS, Judging.answers()).yields(PAIRS));
        return OnPolicyPairs.learn(workflow, loss, beta, false, passes, optimizer)
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        HeldOut heldOut = HeldOut.of("self-judgment").answers(sampling, scoring);
        var judging = new Judging(judge, REFERENCE);
        judging.accuracy(heldOut.graph());
        if (tournament > 0) {
            heldOut.graph()
                    .then(generate(POLICY, sampling.times(tournament))
                            .from(PROMPTS)
                            .yields(CANDIDATES));
            judging.tournament(heldOut.graph(), CANDIDATES, tournament);
        }
        return heldOut.build();
    }

    private Contest contest() {
        return new Contest(judge, sampling.samples(), false);
    }

    private Computed pairs(Experience in) {
        var metrics = new Metrics();
        var pairs = new OnPolicyPairs(in.get(ROLLOUTS));
        for (Contest.Match match : Judging.matches(contest(), in, metrics)) {
            if (match.judgment().winner() != Winner.NEITHER) {
                int loser = match.one() + match.two() - match.winner();
                pairs.prefer(match.winner(), loser, 1);
            }
        }
        int prompts = in.get(ROLLOUTS).size() / sampling.samples();
        return pairs.yielded(metrics, prompts, false);
    }
}
