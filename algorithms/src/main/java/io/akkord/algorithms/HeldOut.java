package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.Arrays;
import java.util.List;

/**
 * How stages are judged on held-out rows, in the parts that algorithms share.
 *
 * <p>Each part stands for itself: where the experiment lacks its data, its reward or its network, it is left out and the
 * others remain.
 */
final class HeldOut {

    private static final Column<TokenGrid> PAIR_LOGPROBS = Column.tokens("pair-logprobs");
    private static final Column<TokenGrid> PAIR_REFERENCE = Column.tokens("pair-reference-logprobs");

    private final WorkflowBuilder graph;

    private HeldOut(String name) {
        this.graph = Workflow.named(name);
    }

    static HeldOut of(String algorithm) {
        return new HeldOut(algorithm + "-evaluation");
    }

    /** One response to each held-out prompt, its score where there is a reward, and how far it is from the reference. */
    HeldOut answers(Sampling sampling, Scoring scoring) {
        graph.then(generate(POLICY, sampling.single()).from(PROMPTS).yields(ROLLOUTS));
        if (scoring.given()) {
            graph.thenScore(scoring);
        }
        graph.then(infer(REFERENCE, LOGPROBS, sampling.logitTemperature())
                .from(ROLLOUTS)
                .yields(REFERENCE_LOGPROBS));
        return this;
    }

    /**
     * {@code pass_at_1}: the share of scored responses whose raw score is at least 1, which is what verifiers give to a
     * right answer.
     */
    HeldOut passes() {
        graph.then(compute("pass-at-1", HeldOut::passAtOne).from(RAW_SCORES).yields());
        return this;
    }

    private static Computed passAtOne(Experience in) {
        var metrics = new Metrics();
        Arrays.stream(in.get(RAW_SCORES).values())
                .filter(score -> !Double.isNaN(score))
                .forEach(score -> metrics.add("pass_at_1", score >= 1 ? 1 : 0));
        return new Computed(Experience.empty(), metrics);
    }

    /** {@code accuracy}: how often the implicit reward of the chosen response is the higher one; a tie counts half. */
    HeldOut pairs(boolean reference, boolean lengthAveraged) {
        graph.then(infer(POLICY, LOGPROBS, 1).from(PAIRS).yields(PAIR_LOGPROBS));
        if (!reference) {
            return accuracy(new Column<?>[] {PAIRS, PAIR_LOGPROBS}, lengthAveraged);
        }
        graph.then(infer(REFERENCE, LOGPROBS, 1).from(PAIRS).yields(PAIR_REFERENCE));
        return accuracy(new Column<?>[] {PAIRS, PAIR_LOGPROBS, PAIR_REFERENCE}, lengthAveraged);
    }

    private HeldOut accuracy(Column<?>[] columns, boolean lengthAveraged) {
        graph.then(compute("accuracy", in -> accuracy(in, lengthAveraged))
                .from(columns)
                .yields());
        return this;
    }

    private static Computed accuracy(Experience in, boolean lengthAveraged) {
        List<PreferencePair> pairs = in.get(PAIRS).items();
        double[][] policy = in.get(PAIR_LOGPROBS).values();
        double[][] reference = in.has(PAIR_REFERENCE) ? in.get(PAIR_REFERENCE).values() : new double[policy.length][0];
        var metrics = new Metrics();
        for (int i = 0; i < pairs.size(); i++) {
            if (!pairs.get(i).isTie()) {
                double chosen = reward(policy[2 * i], reference[2 * i], lengthAveraged);
                double rejected = reward(policy[2 * i + 1], reference[2 * i + 1], lengthAveraged);
                metrics.add("accuracy", chosen > rejected ? 1 : chosen < rejected ? 0 : 0.5);
            }
        }
        return new Computed(Experience.empty(), metrics);
    }

    private static double reward(double[] logprobs, double[] reference, boolean lengthAveraged) {
        double sum = Arrays.stream(logprobs).sum() - Arrays.stream(reference).sum();
        return lengthAveraged ? sum / Math.max(1, logprobs.length) : sum;
    }

    /** Adds what only one algorithm is judged by. */
    WorkflowBuilder graph() {
        return graph;
    }

    Workflow build() {
        return graph.build();
    }
}
