package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.REWARD;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.Calibration;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reward modelling: a network learns which of two responses people prefer.
 *
 * <p>Ouyang et al. 2022, section 3.5, step 2. The score is read at the last token of prompt and response; each pair
 * brings its own margin.
 *
 * @param centre holds scores near 0, see {@link PairwiseRanking#centre}; 0 for none
 * @param passes how often an iteration's pairs are walked, and in how many updates; more than one epoch overfits
 * @param optimizer of the reward model
 */
public record RewardModelling(double centre, Passes passes, OptimizerSettings optimizer) implements Algorithm {

    private static final Column<Scores> PAIR_SCORES = Column.scores("pair-scores");
    private static final int BINS = 10;

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("reward-modelling")
                .then(train(REWARD, new PairwiseRanking(centre), passes, optimizer)
                        .from(PAIRS))
                .build();
    }

    /**
     * How the scores stand to held-out pairs; pairs of two equal responses say nothing and are left out.
     *
     * <p>{@code agreement}: how often the chosen response has the higher score, a tie counts half. {@code
     * calibration_error}: how far {@code sigmoid(chosen - rejected)} is from how often people agree, see {@link
     * Calibration#error}.
     */
    @Override
    public Workflow evaluation(Scoring scoring) {
        return Workflow.named("reward-modelling-evaluation")
                .then(infer(REWARD, Output.SCORES, 1).from(PAIRS).yields(PAIR_SCORES))
                .then(compute("agreement", RewardModelling::agreement)
                        .from(PAIRS, PAIR_SCORES)
                        .yields())
                .build();
    }

    /** The column of scores has two numbers a pair: of the chosen response, then of the rejected one. */
    private static Computed agreement(Experience in) {
        List<PreferencePair> pairs = in.get(PAIRS).items();
        double[] scores = in.get(PAIR_SCORES).values();
        int[] compared = IntStream.range(0, pairs.size())
                .filter(pair -> !pairs.get(pair).isTie())
                .toArray();
        double[] differences = IntStream.of(compared)
                .mapToDouble(pair -> scores[2 * pair] - scores[2 * pair + 1])
                .toArray();
        double[] labels = IntStream.of(compared)
                .mapToDouble(pair -> pairs.get(pair).strength())
                .toArray();
        var metrics = new Metrics();
        for (double difference : differences) {
            metrics.add("agreement", difference > 0 ? 1 : difference < 0 ? 0 : 0.5);
        }
        if (differences.length > 0) {
            metrics.add("calibration_error", Calibration.error(differences, labels, BINS));
        }
        return new Computed(Experience.empty(), metrics);
    }
}
