package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

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
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Online self-preferring: several responses to a prompt are ranked by the model's own verdicts, and it learns how strong
 * each preference is, not only whose.
 *
 * <p>Zhai et al. 2024, "Online self-preferring language models": every two responses are compared; by their win rates they
 * are ranked, the best is paired with the worst, the second with the second last, and so on; a pair's strength is the
 * judge's probability of it, and the loss is the cross-entropy with that probability (soft-preference cross-entropy). With
 * {@code hard} every strength is 1, the paper's ablation.
 *
 * @param sampling how responses are drawn; those to one prompt are ranked
 * @param judge what the judge is asked
 * @param judgedBy who judges: {@code policy}, which moves, or {@code reference} or {@code judge}, which do not
 * @param hard whether preferences are certain
 * @param beta how hard the policy is held to the reference
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record SelfPreference(
        Sampling sampling,
        PairwiseJudge judge,
        Role judgedBy,
        boolean hard,
        double beta,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    public SelfPreference {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(sampling.samples() >= 2, "sampling.samples must be at least 2 to make a pair, was " + sampling.samples());
        check(beta > 0, "beta must be greater than 0, was " + beta);
        var _ = new Judging(judge, judgedBy);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        var workflow = Workflow.named("self-preference")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
        new Judging(judge, judgedBy).addTo(workflow, contest());
        workflow.then(
                compute("pairs", this::pairs).from(ROLLOUTS, Judging.answers()).yields(PAIRS));
        return OnPolicyPairs.learn(workflow, PairLoss.SIGMOID, beta, false, passes, optimizer)
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        HeldOut heldOut = HeldOut.of("self-preference").answers(sampling, scoring);
        new Judging(judge, judgedBy).accuracy(heldOut.graph());
        return heldOut.build();
    }

    private Contest contest() {
        return new Contest(judge, sampling.samples(), true);
    }

    private Computed pairs(Experience in) {
        var metrics = new Metrics();
        var pairs = new OnPolicyPairs(in.get(ROLLOUTS));
        int rollouts = in.get(ROLLOUTS).size();
        List<Contest.Match> matches = Judging.matches(contest(), in, metrics);
        double[] rates = Contest.winRates(rollouts, matches);
        int group = sampling.samples();
        for (int start = 0; start + group <= rollouts; start += group) {
            int[] ranked = ranked(rates, start, group);
            for (int i = 0; i < ranked.length / 2; i++) {
                prefer(pairs, matches, ranked[i], ranked[ranked.length - 1 - i]);
            }
        }
        return pairs.yielded(metrics, rollouts / group, false);
    }

    /** Places of the responses that were judged, the best first. */
    private static int[] ranked(double[] rates, int start, int group) {
        return IntStream.range(start, start + group)
                .filter(i -> !Double.isNaN(rates[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rates[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Two responses that were never compared, being the same or without a verdict, make no pair. */
    private void prefer(OnPolicyPairs pairs, List<Contest.Match> matches, int better, int worse) {
        for (Contest.Match match : matches) {
            boolean forward = match.one() == better && match.two() == worse;
            boolean backward = match.one() == worse && match.two() == better;
            if ((forward || backward) && match.judgment().valid()) {
                double strength = match.judgment().strength();
                pairs.prefer(better, worse, hard ? 1 : forward ? strength : 1 - strength);
            }
        }
    }
}
