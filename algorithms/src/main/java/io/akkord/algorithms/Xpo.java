package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.objective.OptimisticPreference.REFERENCE_SIDE;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.objective.OptimisticPreference;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Exploratory preference optimisation: online DPO against responses of the reference, with optimism.
 *
 * <p>Xie et al. 2024, "Exploratory preference optimization", algorithm 1: the policy and the reference each answer, the
 * experiment's reward says which answer is better, and beside the DPO loss the reference's answer is made less likely, so
 * that the policy tries what the reference would not. Prompts where both answers are the same, equally good, or unscored
 * teach nothing.
 *
 * @param sampling how responses are drawn, one from each network
 * @param beta how hard the policy is held to the reference
 * @param alpha weight of the optimism; 0 is online DPO
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Xpo(Sampling sampling, double beta, double alpha, Passes passes, OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Rollout>> REFERENCE_ROLLOUTS = Column.rows("reference-rollouts");
    private static final Column<Scores> REFERENCE_SCORES = Column.scores("reference-scores");

    public Xpo {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(sampling.samples() == 1, "sampling.samples must be 1, one from each network, was " + sampling.samples());
        var _ = new OptimisticPreference(preference(beta), alpha);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static PairPreference preference(double beta) {
        return new PairPreference(PairComparison.of(PairLoss.SIGMOID, beta, 0), 1, 0, true, false);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("xpo")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .then(generate(REFERENCE, sampling).from(PROMPTS).yields(REFERENCE_ROLLOUTS))
                .thenScore(scoring)
                .thenScore(scoring, REFERENCE_ROLLOUTS, Column.scores("reference-raw-scores"), REFERENCE_SCORES)
                .then(compute("pairs", Xpo::pairs)
                        .from(ROLLOUTS, SCORES, REFERENCE_ROLLOUTS, REFERENCE_SCORES)
                        .yields(PAIRS, REFERENCE_SIDE))
                .then(infer(REFERENCE, LOGPROBS, 1).from(PAIRS).yields(REFERENCE_LOGPROBS))
                .then(train(POLICY, new OptimisticPreference(preference(beta), alpha), passes, optimizer)
                        .from(PAIRS, REFERENCE_LOGPROBS, REFERENCE_SIDE))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("xpo").answers(sampling, scoring).build();
    }

    private static Computed pairs(Experience in) {
        List<Rollout> mine = in.get(ROLLOUTS).items();
        List<Rollout> others = in.get(REFERENCE_ROLLOUTS).items();
        double[] scores = in.get(SCORES).values();
        double[] otherScores = in.get(REFERENCE_SCORES).values();
        var pairs = new ArrayList<PreferencePair>();
        var sides = new ArrayList<Double>();
        var metrics = new Metrics();
        for (int i = 0; i < scores.length; i++) {
            int[] prompt = mine.get(i).prompt().tokens();
            int[] one = mine.get(i).response();
            int[] two = others.get(i).response();
            var pair = scores[i] > otherScores[i]
                    ? new PreferencePair(prompt, one, two, 0)
                    : new PreferencePair(prompt, two, one, 0);
            boolean decided = scores[i] > otherScores[i] || scores[i] < otherScores[i];
            if (decided && !pair.isTie()) {
                pairs.add(pair);
                sides.add(scores[i] > otherScores[i] ? 1.0 : 0.0);
                metrics.add("preference/won", scores[i] > otherScores[i] ? 1 : 0);
            }
        }
        metrics.add("preference/pairs_per_prompt", pairs.size(), scores.length);
        var columns = Experience.empty()
                .with(PAIRS, new Rows<>(pairs))
                .with(
                        REFERENCE_SIDE,
                        new Scores(
                                sides.stream().mapToDouble(Double::doubleValue).toArray()));
        return new Computed(columns, metrics);
    }
}
