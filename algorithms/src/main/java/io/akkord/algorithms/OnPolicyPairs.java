package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pairs that a policy's own responses make, and the steps in which it learns from them. */
final class OnPolicyPairs {

    private final List<Rollout> rollouts;
    private final List<PreferencePair> pairs = new ArrayList<>();
    private final List<double[]> startLogprobs = new ArrayList<>();

    OnPolicyPairs(Rows<Rollout> rollouts) {
        this.rollouts = rollouts.items();
    }

    /**
     * Prefers one response to another one of the same prompt.
     *
     * @param chosen place of the better one among the rollouts
     * @param strength the probability that it is the better one
     */
    void prefer(int chosen, int rejected, double strength) {
        Rollout better = rollouts.get(chosen);
        Rollout worse = rollouts.get(rejected);
        pairs.add(new PreferencePair(better.prompt().tokens(), better.response(), worse.response(), 0, strength));
        startLogprobs.add(better.sampledLogprobs());
        startLogprobs.add(worse.sampledLogprobs());
    }

    /**
     * Prefers the best of each prompt's responses to the worst, where they differ.
     *
     * @param scores {@code [rollouts]}, higher is better; NaN takes no part
     * @param group responses to each prompt
     * @param leastGap by how much the best must lead
     */
    void preferBest(double[] scores, int group, double leastGap) {
        for (int start = 0; start + group <= scores.length; start += group) {
            int best = -1;
            int worst = -1;
            for (int i = start; i < start + group; i++) {
                if (!Double.isNaN(scores[i])) {
                    best = best < 0 || scores[i] > scores[best] ? i : best;
                    worst = worst < 0 || scores[i] < scores[worst] ? i : worst;
                }
            }
            boolean differ = best >= 0
                    && scores[best] > scores[worst]
                    && !Arrays.equals(
                            rollouts.get(best).response(), rollouts.get(worst).response());
            if (differ && scores[best] - scores[worst] >= leastGap) {
                prefer(best, worst, 1);
            }
        }
    }

    /**
     * What the computation yields: the pairs, and under {@code preference/pairs} the share of prompts that made one.
     *
     * @param start whether the log-probs at sampling are the reference's, so that the policy is held to where the iteration
     *     began
     */
    Computed yielded(Metrics metrics, int prompts, boolean start) {
        metrics.add("preference/pairs_per_prompt", pairs.size(), prompts);
        Experience columns = Experience.empty().with(PAIRS, new Rows<>(pairs));
        return new Computed(
                start
                        ? columns.with(REFERENCE_LOGPROBS, new TokenGrid(startLogprobs.toArray(double[][]::new), 2))
                        : columns,
                metrics);
    }

    /**
     * The policy learns from the pairs.
     *
     * @param start as in {@link #yielded}; otherwise the reference network is asked
     */
    static WorkflowBuilder learn(
            WorkflowBuilder workflow,
            PairLoss loss,
            double beta,
            boolean start,
            Passes passes,
            OptimizerSettings optimizer) {
        if (!start) {
            workflow.then(infer(REFERENCE, LOGPROBS, 1).from(PAIRS).yields(REFERENCE_LOGPROBS));
        }
        var objective = new PairPreference(PairComparison.of(loss, beta, 0), 1, 0, true, false);
        return workflow.then(train(POLICY, objective, passes, optimizer).from(PAIRS, REFERENCE_LOGPROBS));
    }
}
