package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.ADVANTAGES;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.RETURNS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.experience.Column.VALUES;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.objective.PolicyGradient.IMPORTANCE_WEIGHTS;
import static io.akkord.algorithms.objective.PolicyGradient.OLD_LOGPROBS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.ExplainedVariance;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.GeneralizedAdvantage.Estimate;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Proximal policy optimisation from a reward, held near a reference by a KL penalty.
 *
 * <p>Ouyang et al. 2022, section 3.5, step 3, with the estimators of Schulman et al. 2016 and 2017. The policy's
 * log-probs when it sampled are the ratio's denominator; the critic values each state before a token. An unscored
 * response (NaN) teaches neither network. Where responses are written by older weights ({@code plan.staleness}), decoupled
 * PPO (Hilton et al. 2022; AReaL, Fu et al. 2025) holds the policy near the one that begins the update, and weighs tokens for
 * the older one; without {@code recompute} it is held near the older one, which verl calls bypass mode.
 *
 * @param sampling how responses are drawn
 * @param kl weight of the KL penalty in the reward; where it starts, if {@code adaptiveKl} moves it
 * @param klEstimator of the penalty; {@code k1} in all known PPO but NeMo-Aligner's {@code abs}
 * @param adaptiveKl moves {@code kl} towards a target; a target of 0 leaves it
 * @param truncated what becomes of the score of a response cut off by its length limit
 * @param truncatedPenalty what {@code truncated = penalty} subtracts
 * @param gae discount and trace decay of the advantages
 * @param bootstrap whether a response cut off by its length limit is worth what the critic says of its end, not 0; costs
 *     one more pass of the critic
 * @param whiten whether advantages are brought to mean 0 and deviation 1 over the iteration
 * @param clip how far the ratio may leave 1
 * @param clipHigh how far it may rise above 1, where that differs; 0 for the same as {@code clip}
 * @param dualClip bounds the cost of a bad token that became likelier, greater than 1; 0 for none
 * @param entropy weight of the entropy bonus; 0 for none
 * @param aggregation how the policy's losses of tokens become one; the critic's are always a mean over tokens
 * @param valueClip how far a value may move in an iteration; 0 for no bound
 * @param recompute whether the old log-probs are computed again by the network that learns, one more pass; otherwise they
 *     are those of sampling
 * @param offPolicy correction for the difference between those two
 * @param passes how often an iteration's rollouts are walked, and in how many updates
 * @param policyOptimizer of the policy
 * @param criticOptimizer of the critic
 */
public record Ppo(
        Sampling sampling,
        double kl,
        Kl.Estimator klEstimator,
        KlController adaptiveKl,
        Truncated truncated,
        double truncatedPenalty,
        GeneralizedAdvantage gae,
        boolean bootstrap,
        boolean whiten,
        double clip,
        double clipHigh,
        double dualClip,
        double entropy,
        Aggregation aggregation,
        double valueClip,
        boolean recompute,
        OffPolicy offPolicy,
        Passes passes,
        OptimizerSettings policyOptimizer,
        OptimizerSettings criticOptimizer)
        implements Algorithm {

    private static final Column<Scores> END_VALUES = Column.scores("end-values");

    public Ppo {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(kl >= 0, "kl must be at least 0, was " + kl);
        check(clip > 0, "clip must be greater than 0, was " + clip);
        check(clipHigh >= 0, "clip-high must be at least 0, was " + clipHigh);
        check(dualClip == 0 || dualClip > 1, "dual-clip must be greater than 1, or 0 for none, was " + dualClip);
        check(valueClip >= 0, "value-clip must be at least 0, was " + valueClip);
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
        var surrogate = new PolicyGradient(
                new ClippedSurrogate(clip, clipHigh == 0 ? clip : clipHigh, dualClip),
                aggregation,
                sampling.maxTokens(),
                entropy);
        var workflow = Workflow.named("ppo")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(infer(REFERENCE, LOGPROBS, temperature).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES));
        var read = new ArrayList<Column<?>>(
                List.of(ROLLOUTS, RAW_SCORES, SCORES, REFERENCE_LOGPROBS, VALUES, coefficient()));
        if (bootstrap) {
            workflow.then(infer(CRITIC, Output.SCORES, 1).from(ROLLOUTS).yields(END_VALUES));
            read.add(END_VALUES);
        }
        var yielded = new ArrayList<Column<?>>(List.of(ADVANTAGES, RETURNS, coefficient()));
        var learned = new ArrayList<Column<?>>(List.of(SCORES, ADVANTAGES));
        if (recompute) {
            workflow.then(infer(POLICY, LOGPROBS, temperature).from(ROLLOUTS).yields(OLD_LOGPROBS));
            read.add(OLD_LOGPROBS);
            yielded.add(IMPORTANCE_WEIGHTS);
            learned.addAll(List.of(OLD_LOGPROBS, IMPORTANCE_WEIGHTS));
        }
        return workflow.then(compute("advantages", this::advantages)
                        .from(read.toArray(Column<?>[]::new))
                        .yields(yielded.toArray(Column<?>[]::new)))
                .then(train(POLICY, surrogate, passes, policyOptimizer)
                        .at(temperature)
                        .from(ROLLOUTS, learned.toArray(Column<?>[]::new)))
                .then(train(CRITIC, new ClippedValue(valueClip, Aggregation.TOKEN_MEAN), passes, criticOptimizer)
                        .from(ROLLOUTS, SCORES, VALUES, RETURNS))
                .build();
    }

    /** The weight of the KL penalty, from one iteration to the next. */
    private Column<State> coefficient() {
        return Column.carried("kl-coefficient", new State(kl));
    }

    private Computed advantages(Experience in) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        double[] scores = in.get(SCORES).values();
        double[][] reference = in.get(REFERENCE_LOGPROBS).values();
        double[][] values = in.get(VALUES).values();
        double coefficient = in.get(coefficient()).numbers()[0];

        var taught = new boolean[scores.length][];
        var logRatios = new double[scores.length][];
        var advantages = new double[scores.length][];
        var returns = new double[scores.length][];
        for (int i = 0; i < scores.length; i++) {
            Rollout rollout = rollouts.get(i);
            taught[i] = Double.isNaN(scores[i]) ? new boolean[rollout.response().length] : rollout.sampled();
            logRatios[i] = perToken(Kl.Estimator.K1, rollout, reference[i]);

            // 1. Each token pays for leaving the reference; the last one earns the score.
            double[] rewards = TokenRewards.of(
                    perToken(klEstimator, rollout, reference[i]),
                    coefficient,
                    truncated.earned(scores[i], rollout.ending(), truncatedPenalty),
                    taught[i]);

            // 2. What each token earned beyond what the critic expected.
            boolean cutOff = bootstrap && rollout.ending() == Ending.LENGTH;
            double endValue = cutOff ? in.get(END_VALUES).values()[i] : 0;
            Estimate estimate = gae.estimate(rewards, values[i], taught[i], endValue);
            advantages[i] = estimate.advantages();
            returns[i] = estimate.returns();
        }

        // 3. Advantages on one scale; the critic learns the returns as they are.
        double[][] scaled = whiten ? new Whitening(false).apply(advantages, taught) : advantages;

        // 4. The next iteration's penalty.
        Metrics metrics = ResponseMetrics.of(rollouts, in.get(RAW_SCORES).values(), scores, logRatios);
        Metrics.Mean moved = metrics.mean("objective/kl");
        double next = adaptiveKl.next(coefficient, moved.value(), (int) moved.weight());

        metrics.add("objective/kl_coefficient", coefficient);
        metrics.add("value/explained_variance", ExplainedVariance.of(values, returns, taught));
        Experience yielded = Experience.empty()
                .with(ADVANTAGES, TokenGrid.of(scaled))
                .with(RETURNS, TokenGrid.of(returns))
                .with(coefficient(), new State(next));
        if (!recompute) {
            return new Computed(yielded, metrics);
        }

        // 5. What tokens weigh that an older policy wrote.
        double[][] old = in.get(OLD_LOGPROBS).values();
        double[][] sampled = rollouts.stream().map(Rollout::sampledLogprobs).toArray(double[][]::new);
        metrics.addAll(offPolicy.mismatch(old, sampled, taught));
        return new Computed(
                yielded.with(IMPORTANCE_WEIGHTS, TokenGrid.of(offPolicy.weights(old, sampled, taught))), metrics);
    }

    private static double[] perToken(Kl.Estimator estimator, Rollout rollout, double[] reference) {
        Kl kl = Kl.of(estimator);
        return IntStream.range(0, reference.length)
                .mapToDouble(t -> kl.at(rollout.logprobs()[t], reference[t]))
                .toArray();
    }
}
