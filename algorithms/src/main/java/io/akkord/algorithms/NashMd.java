package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.ADVANTAGES;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
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
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.LogLikelihood;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;

/**
 * Nash mirror descent: the policy plays against a geometric mixture of itself and the reference.
 *
 * <p>Munos et al. 2024, "Nash learning from human feedback", section 4. With p the probability that the policy's response is
 * preferred to the mixture's, each token of the policy's response is reinforced by {@code (p - 1/2) - beta (log pi - log
 * ref)}. A score says which is preferred by how much: {@code p = sigmoid(score - mixture's score)}, as Bradley and Terry.
 * A response without a score, or whose opponent has none, teaches nothing.
 *
 * @param sampling how responses are drawn, one from the policy and one from the mixture
 * @param mixture share of the reference in the mixture, in [0, 1]: 0 plays against the policy itself, 1 against the reference
 * @param beta how hard the policy is held to the reference
 * @param passes how often an iteration's rollouts are walked, and in how many updates
 * @param optimizer of the policy
 */
public record NashMd(Sampling sampling, double mixture, double beta, Passes passes, OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Rollout>> OPPONENTS = Column.rows("opponents");
    private static final Column<Scores> OPPONENT_SCORES = Column.scores("opponent-scores");
    private static final Column<Scores> WINS = Column.scores("win-probabilities");
    private static final PolicyGradient.Columns PLAYED = new PolicyGradient.Columns(ROLLOUTS, WINS, REFERENCE_LOGPROBS);

    public NashMd {
        check(!sampling.isGreedy(), "sampling.temperature must be greater than 0: a greedy policy finds nothing new");
        check(sampling.samples() == 1, "sampling.samples must be 1, one for each player, was " + sampling.samples());
        check(mixture >= 0 && mixture <= 1, "mixture must lie in [0, 1], was " + mixture);
        check(beta >= 0, "beta must be at least 0, was " + beta);
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
                new LogLikelihood(), Aggregation.SEQ_MEAN_TOKEN_SUM, sampling.maxTokens(), 0, KlPenalty.NONE, PLAYED);
        return Workflow.named("nash-md")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .then(generate(POLICY, sampling)
                        .mixedWith(REFERENCE, mixture)
                        .from(PROMPTS)
                        .yields(OPPONENTS))
                .thenScore(scoring)
                .thenScore(scoring, OPPONENTS, Column.scores("opponent-raw-scores"), OPPONENT_SCORES)
                .then(infer(REFERENCE, LOGPROBS, temperature).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(compute("play", this::play)
                        .from(ROLLOUTS, SCORES, OPPONENT_SCORES, REFERENCE_LOGPROBS)
                        .yields(WINS, ADVANTAGES))
                .then(train(POLICY, objective, passes, optimizer)
                        .at(temperature)
                        .from(ROLLOUTS, WINS, ADVANTAGES))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("nash-md").answers(sampling, scoring).build();
    }

    private Computed play(Experience in) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        double[] mine = in.get(SCORES).values();
        double[] theirs = in.get(OPPONENT_SCORES).values();
        double[][] reference = in.get(REFERENCE_LOGPROBS).values();
        var wins = new double[mine.length];
        var advantages = new double[mine.length][];
        var metrics = new Metrics();
        for (int i = 0; i < mine.length; i++) {
            wins[i] = 1 / (1 + Math.exp(theirs[i] - mine[i]));
            double[] logprobs = rollouts.get(i).sampledLogprobs();
            advantages[i] = new double[logprobs.length];
            double moved = 0;
            for (int t = 0; t < logprobs.length && !Double.isNaN(wins[i]); t++) {
                advantages[i][t] = wins[i] - 0.5 - beta * (logprobs[t] - reference[i][t]);
                moved += logprobs[t] - reference[i][t];
            }
            if (!Double.isNaN(wins[i])) {
                metrics.add("nash/win_probability", wins[i]);
                metrics.add("objective/kl", moved);
            }
        }
        var columns = Experience.empty().with(WINS, new Scores(wins)).with(ADVANTAGES, TokenGrid.of(advantages));
        return new Computed(columns, metrics);
    }
}
