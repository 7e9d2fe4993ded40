package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The policy imitates its own best responses: sample, keep the good ones, fine-tune on them, again and again.
 *
 * <p>RAFT (Dong et al. 2023) keeps the best response of each prompt; ReST (Gulcehre et al. 2023) and expert iteration
 * keep all whose score reaches a threshold. Neither needs a reference or a value: the price is that bad responses teach
 * nothing. A score is as the experiment's {@code reward} gives it, normalised and clipped where that is asked for.
 *
 * <p>Responses to one prompt that are the same tokens are kept once. An unscored response is never kept. An iteration that
 * keeps nothing changes nothing.
 *
 * @param sampling how responses are drawn
 * @param keep which responses may be kept
 * @param threshold the least score that {@code keep = above} keeps
 * @param most responses to one prompt that are kept, the best of them, of equals the earlier; 0 keeps all with {@code keep =
 *     above}
 * @param aggregation {@code token-mean}, or {@code seq-mean-token-mean} where short answers should weigh as much
 * @param passes how often what is kept is walked, and in how many updates
 * @param optimizer of the policy
 */
public record RejectionSampling(
        Sampling sampling,
        Keep keep,
        double threshold,
        int most,
        Aggregation aggregation,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Rollout>> KEPT = Column.rows("kept-rollouts");

    /** Which responses may be kept. */
    public enum Keep {
        /** The best of each prompt, however good that is. */
        BEST,
        /** Those whose score reaches the threshold. */
        ABOVE
    }

    public RejectionSampling {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(!Double.isNaN(threshold), "threshold must be a number, was NaN");
        check(most >= 0, "most must be at least 0, was " + most);
        check(
                keep == Keep.ABOVE || most >= 1,
                "most must be at least 1 with keep = best, was 0: keeping all rejects nothing");
        check(
                keep == Keep.ABOVE || sampling.samples() > most,
                "sampling.samples must be greater than most with keep = best, which else rejects nothing; was "
                        + sampling.samples());
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("rejection-sampling")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(compute("keep", this::kept)
                        .from(ROLLOUTS, RAW_SCORES, SCORES)
                        .yields(KEPT))
                .then(train(POLICY, new NextToken(KEPT, aggregation), passes, optimizer)
                        .at(sampling.logitTemperature())
                        .from(KEPT))
                .build();
    }

    private Computed kept(Experience in) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        double[] raw = in.get(RAW_SCORES).values();
        double[] scores = in.get(SCORES).values();
        Metrics metrics = ResponseMetrics.of(rollouts, raw, scores);
        var kept = new ArrayList<Rollout>();
        for (int from = 0; from < scores.length; from += sampling.samples()) {
            int[] rows = ofPrompt(rollouts, scores, from, metrics);
            for (int row : rows) {
                kept.add(rollouts.get(row));
                metrics.add("rejection/kept_reward_mean", raw[row]);
            }
            metrics.add("rejection/prompts_without", rows.length == 0 ? 1 : 0);
        }
        metrics.add("rejection/kept_fraction", kept.size(), rollouts.size());
        return new Computed(Experience.empty().with(KEPT, new Rows<>(kept)), metrics);
    }

    /** The rows to keep of the prompt whose responses begin at {@code from}, in the order of their samples. */
    private int[] ofPrompt(List<Rollout> rollouts, double[] scores, int from, Metrics metrics) {
        int[] fitting = IntStream.range(from, from + sampling.samples())
                .filter(row -> keep == Keep.BEST ? !Double.isNaN(scores[row]) : scores[row] >= threshold)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -scores[row])) // stable: of equals the earlier
                .mapToInt(Integer::intValue)
                .toArray();
        var met = new HashSet<IntBuffer>();
        int[] different = IntStream.of(fitting)
                .filter(row -> met.add(IntBuffer.wrap(rollouts.get(row).response())))
                .toArray();
        metrics.add("rejection/duplicates", fitting.length - different.length, sampling.samples());
        return IntStream.of(different)
                .limit(most == 0 ? different.length : most)
                .sorted()
                .toArray();
    }
}
