package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.ADVANTAGES;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.objective.PolicyGradient.IMPORTANCE_WEIGHTS;
import static io.akkord.algorithms.objective.PolicyGradient.OLD_LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reinforcement learning from verifiable rewards, without a critic: a response is judged against others to its prompt.
 *
 * <p>GRPO (Shao et al. 2024) as it stands; its relatives are settings. GSPO is {@code surrogate.level = sequence} with clips
 * near 3e-4; DAPO is {@code surrogate.clip-high = 0.28}, {@code most-rounds}, {@code overlong} and {@code token-mean};
 * Dr. GRPO goes with {@code seq-mean-token-sum-norm}. A response without a score (NaN) has advantage 0 and counts in no
 * denominator.
 *
 * @param sampling how responses are drawn; those to one prompt are a group
 * @param estimator how scores become advantages
 * @param surrogate what a token costs
 * @param aggregation how the losses of tokens become one
 * @param entropy weight of the entropy bonus; 0 for none
 * @param klInLoss the price of leaving the reference, in the loss; where this and {@code klInReward} weigh 0 there is no
 *     reference network
 * @param klInReward its weight in the reward; 0 for none
 * @param klEstimator of the penalty in the reward
 * @param truncated what becomes of the score of a response cut off by its length limit
 * @param truncatedPenalty what {@code truncated = penalty} subtracts
 * @param overlong punishment of responses near their length limit
 * @param recompute whether the old log-probs are computed again by the network that learns, one more pass; otherwise they
 *     are those of sampling
 * @param offPolicy correction for the difference between those two
 * @param mostRounds of dynamic sampling; 1 for none
 * @param passes how often an iteration's rollouts are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Rlvr(
        Sampling sampling,
        AdvantageEstimator estimator,
        SurrogateSettings surrogate,
        Aggregation aggregation,
        double entropy,
        KlPenalty klInLoss,
        double klInReward,
        Kl.Estimator klEstimator,
        Truncated truncated,
        double truncatedPenalty,
        SoftOverlong overlong,
        boolean recompute,
        OffPolicy offPolicy,
        int mostRounds,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Rollout>> GREEDY_ROLLOUTS = Column.rows("greedy-rollouts");
    private static final Column<Scores> GREEDY_SCORES = Column.scores("greedy-scores");
    private static final PolicyGradient.Columns KEPT = new PolicyGradient.Columns(
            DynamicSampling.ROLLOUTS, DynamicSampling.SCORES, Column.tokens("kept-reference-logprobs"));

    public Rlvr {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(
                sampling.samples() > 1 || !(estimator.kind().comparesGroups() || mostRounds > 1),
                "sampling.samples must be at least 2, since "
                        + (estimator.kind().comparesGroups() ? "estimator.kind" : "most-rounds")
                        + " compares the responses to one prompt; was " + sampling.samples());
        check(klInReward >= 0, "kl-in-reward must be at least 0, was " + klInReward);
        check(mostRounds >= 1, "most-rounds must be at least 1, was " + mostRounds);
        check(
                mostRounds == 1 || estimator.kind() != Kind.REMAX,
                "most-rounds must be 1 with estimator.kind = remax, which learns from equal scores too; was "
                        + mostRounds);
        check(
                recompute || offPolicy.correction() == OffPolicy.Correction.NONE,
                "recompute must be true with off-policy.correction, since otherwise there is nothing to correct");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        double temperature = sampling.logitTemperature();
        var objective = new PolicyGradient(
                surrogate.surrogate(), aggregation, sampling.maxTokens(), entropy, klInLoss, columns());
        var workflow = Workflow.named("rlvr");
        var read = new ArrayList<Column<?>>(
                List.of(columns().rollouts(), rawScores(), columns().scores()));
        var learned = new ArrayList<Column<?>>(List.of(columns().scores(), ADVANTAGES));
        if (mostRounds > 1) {
            new DynamicSampling(sampling, mostRounds).addTo(workflow, scoring);
        } else {
            workflow.then(generate(POLICY, sampling).from(PROMPTS).yields(Column.ROLLOUTS))
                    .thenScore(scoring);
        }
        if (estimator.kind() == Kind.REMAX) {
            workflow.then(generate(POLICY, sampling.greedy()).from(PROMPTS).yields(GREEDY_ROLLOUTS))
                    .thenScore(scoring, GREEDY_ROLLOUTS, Column.scores("greedy-raw-scores"), GREEDY_SCORES);
            read.addAll(List.of(GREEDY_ROLLOUTS, GREEDY_SCORES));
        }
        if (needsReference()) {
            workflow.then(infer(REFERENCE, LOGPROBS, temperature)
                    .from(columns().rollouts())
                    .yields(columns().reference()));
            read.add(columns().reference());
            learned.add(columns().reference());
        }
        if (recompute) {
            workflow.then(infer(POLICY, LOGPROBS, temperature)
                    .from(columns().rollouts())
                    .yields(OLD_LOGPROBS));
            read.add(OLD_LOGPROBS);
            learned.addAll(List.of(OLD_LOGPROBS, IMPORTANCE_WEIGHTS));
        }
        var yielded = new ArrayList<Column<?>>(List.of(ADVANTAGES));
        if (recompute) {
            yielded.add(IMPORTANCE_WEIGHTS);
        }
        return workflow.then(compute("advantages", this::advantages)
                        .from(read.toArray(Column<?>[]::new))
                        .yields(yielded.toArray(Column<?>[]::new)))
                .then(train(POLICY, objective, passes, optimizer)
                        .at(temperature)
                        .from(columns().rollouts(), learned.toArray(Column<?>[]::new)))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("rlvr").answers(sampling, scoring).passes().build();
    }

    private boolean needsReference() {
        return klInLoss.beta() > 0 || klInReward > 0;
    }

    private PolicyGradient.Columns columns() {
        return mostRounds > 1 ? KEPT : PolicyGradient.Columns.USUAL;
    }

    private Column<Scores> rawScores() {
        return mostRounds > 1 ? DynamicSampling.RAW_SCORES : Column.RAW_SCORES;
    }

    private Computed advantages(Experience in) {
        List<Rollout> rollouts = in.get(columns().rollouts()).items();
        double[] given = in.get(columns().scores()).values();
        int rows = rollouts.size();
        int[] groups =
                IntStream.range(0, rows).map(row -> row / sampling.samples()).toArray();
        var taught = new boolean[rows][];
        var sampled = new double[rows][];
        for (int i = 0; i < rows; i++) {
            Rollout rollout = rollouts.get(i);
            taught[i] = Double.isNaN(given[i]) ? new boolean[rollout.response().length] : rollout.sampled();
            sampled[i] = rollout.sampledLogprobs();
        }

        // 1. What each response earned, and what its tokens pay for leaving the reference.
        double[] earned = earned(rollouts, given);
        double[][] reference = needsReference() ? in.get(columns().reference()).values() : sampled;
        double[][] penalties = perToken(klEstimator, klInReward, sampled, reference);

        // 2. Compared with other responses to the prompt.
        double[][] advantages = estimator.of(earned, penalties, taught, groups, greedy(in, groups));

        // 3. Corrected for what the sampling policy was not.
        double[][] old = recompute ? in.get(OLD_LOGPROBS).values() : sampled;
        double[][] weights = offPolicy.weights(old, sampled, taught);

        double[] raw = in.get(rawScores()).values();
        Metrics metrics = needsReference()
                ? ResponseMetrics.of(rollouts, raw, given, perToken(Kl.Estimator.K1, 1, sampled, reference))
                : ResponseMetrics.of(rollouts, raw, given);
        metrics.addAll(offPolicy.mismatch(old, sampled, taught));
        if (mostRounds == 1 && sampling.samples() > 1) {
            GroupAdvantage.varies(given, groups)
                    .values()
                    .forEach(varies -> metrics.add("frac_reward_zero_std", varies ? 0 : 1));
        }
        Experience yielded = Experience.empty().with(ADVANTAGES, TokenGrid.of(advantages));
        return new Computed(recompute ? yielded.with(IMPORTANCE_WEIGHTS, TokenGrid.of(weights)) : yielded, metrics);
    }

    private double[] earned(List<Rollout> rollouts, double[] scores) {
        var earned = new double[scores.length];
        for (int i = 0; i < earned.length; i++) {
            Rollout rollout = rollouts.get(i);
            int length = rollout.sequences().getFirst().sampledTokens();
            earned[i] = truncated.earned(scores[i], rollout.ending(), truncatedPenalty)
                    + overlong.at(length, sampling.maxTokens());
        }
        return earned;
    }

    /** What the greedy response to each one's prompt earned. */
    private double[] greedy(Experience in, int[] groups) {
        if (estimator.kind() != Kind.REMAX) {
            return new double[groups.length];
        }
        double[] earned =
                earned(in.get(GREEDY_ROLLOUTS).items(), in.get(GREEDY_SCORES).values());
        return Arrays.stream(groups).mapToDouble(group -> earned[group]).toArray();
    }

    private static double[][] perToken(
            Kl.Estimator estimator, double weight, double[][] logprobs, double[][] reference) {
        Kl kl = Kl.of(estimator);
        return IntStream.range(0, logprobs.length)
                .mapToObj(i -> IntStream.range(0, logprobs[i].length)
                        .mapToDouble(t -> weight * kl.at(logprobs[i][t], reference[i][t]))
                        .toArray())
                .toArray(double[][]::new);
    }
}
