package io.akkord.tests.workflow;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.Arrays;

/** A toy that trains nothing: of several responses to each prompt the one with the best score is picked. */
public record PickBest(Sampling sampling) implements Algorithm {

    private static final Column<Rows<Rollout>> CANDIDATES = Column.rows("candidates");
    private static final Column<Scores> CANDIDATE_RAW = Column.scores("candidate-raw");
    private static final Column<Scores> CANDIDATE_SCORES = Column.scores("candidate-scores");
    private static final Column<Rows<Rollout>> PICKED = Column.rows("best-picked");

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("pick-best")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(compute("measure", in -> measured(in.get(RAW_SCORES)))
                        .from(RAW_SCORES)
                        .yields())
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return Workflow.named("pick-best-evaluation")
                .then(generate(POLICY, sampling.single()).from(PROMPTS).yields(ROLLOUTS))
                .then(generate(POLICY, sampling).from(PROMPTS).yields(CANDIDATES))
                .thenScore(scoring, CANDIDATES, CANDIDATE_RAW, CANDIDATE_SCORES)
                .then(compute("pick", this::picked)
                        .from(CANDIDATES, CANDIDATE_RAW)
                        .yields(PICKED))
                .build();
    }

    private Computed measured(Scores scores) {
        var metrics = new Metrics();
        for (int best : best(scores)) {
            metrics.add("pick/best", scores.values()[best]);
        }
        return new Computed(Experience.empty(), metrics);
    }

    private Computed picked(Experience in) {
        return Computed.of(PICKED, in.get(CANDIDATES).select(best(in.get(CANDIDATE_RAW))));
    }

    /** The row of the best of each prompt's responses. */
    private int[] best(Scores scores) {
        int samples = sampling.samples();
        var best = new int[scores.values().length / samples];
        Arrays.setAll(best, prompt -> prompt * samples);
        for (int row = 0; row < scores.values().length; row++) {
            int prompt = row / samples;
            best[prompt] = scores.values()[row] > scores.values()[best[prompt]] ? row : best[prompt];
        }
        return best;
    }
}
