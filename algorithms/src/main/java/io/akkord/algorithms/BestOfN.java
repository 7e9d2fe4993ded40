package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.function.Function;

/**
 * How good a policy is that may try n times: the best of its responses to each prompt, by the reward. Nothing is trained.
 *
 * <p>Stiennon et al. 2020, and Nakano et al. 2021, "WebGPT": the bound that training on the same reward
 * is compared with. It costs n times the sampling, once for each answer, for ever.
 *
 * <p>An unscored response is never the best; a prompt without a scored one is in no mean of the best.
 *
 * @param sampling how responses are drawn; its {@code samples} are n
 * @param passing the least raw score of a response that solves its prompt, for {@code pass_at_n}
 */
public record BestOfN(Sampling sampling, double passing) implements Algorithm {

    public BestOfN {
        if (sampling.samples() < 2) {
            throw new IllegalArgumentException(
                    "sampling.samples must be at least 2, for a best one among them; was " + sampling.samples());
        }
        if (sampling.isGreedy()) {
            throw new IllegalArgumentException(
                    "sampling.temperature must be greater than 0: greedy responses to a prompt are all the same");
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return graph(scoring, this::measured);
    }

    /** The figures {@code best_of_n}, {@code mean} and {@code pass_at_n}. */
    @Override
    public Workflow evaluation(Scoring scoring) {
        return graph(scoring, in -> {
            double[] raw = in.get(RAW_SCORES).values();
            Metrics metrics = bests(raw, "best_of_n");
            for (double score : raw) {
                if (!Double.isNaN(score)) {
                    metrics.add("mean", score);
                }
            }
            return metrics;
        });
    }

    private Workflow graph(Scoring scoring, Function<Experience, Metrics> measure) {
        return Workflow.named("best-of-n")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(compute("best", in -> new Computed(Experience.empty(), measure.apply(in)))
                        .from(ROLLOUTS, RAW_SCORES, SCORES)
                        .yields())
                .build();
    }

    private Metrics measured(Experience in) {
        double[] raw = in.get(RAW_SCORES).values();
        return ResponseMetrics.of(in.get(ROLLOUTS).items(), raw, in.get(SCORES).values())
                .addAll(bests(raw, "objective/best_of_n_mean"));
    }

    /**
     * The best of each prompt's scores.
     *
     * @param raw {@code [prompts * samples]}
     * @param name of the mean over prompts
     */
    private Metrics bests(double[] raw, String name) {
        var metrics = new Metrics();
        for (int from = 0; from < raw.length; from += sampling.samples()) {
            double best = Double.NaN;
            for (int i = from; i < from + sampling.samples(); i++) {
                best = Double.isNaN(best) || raw[i] > best ? raw[i] : best;
            }
            if (!Double.isNaN(best)) {
                metrics.add(name, best);
                metrics.add("pass_at_n", best >= passing ? 1 : 0);
            }
        }
        return metrics;
    }
}
