package io.akkord.tests.benchmarks;

import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.KlPenalty;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.train.Learner;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What an iteration asks of the device: a policy that learns, beside a frozen reference of the same shape. */
final class AlignmentWork implements AutoCloseable {

    private static final int GROUP = 4;
    private static final double BETA = 0.04;
    private static final PolicyGradient GRPO = new PolicyGradient(
            new ClippedSurrogate(0.2, 0.2, 0),
            Aggregation.SEQ_MEAN_TOKEN_MEAN,
            ModelSpeed.RESPONSE,
            0,
            new KlPenalty(BETA, Kl.Estimator.K3, 0, false, false),
            PolicyGradient.Columns.USUAL);
    private static final PairPreference DPO =
            new PairPreference(PairComparison.of(PairLoss.SIGMOID, 0.1, 0), 1, 0, true, false);

    private final LanguageModel policy;
    private final LanguageModel reference;
    private final Learner learner;
    private final List<Prompt> prompts;
    private final Rows<PreferencePair> pairs;
    private long iteration;

    AlignmentWork(ModelConfig config, OptimizerSettings settings) {
        this.policy = LanguageModel.create(config, FreshWeights.create(config, 1), Precision.FLOAT32);
        this.reference = LanguageModel.create(config, FreshWeights.create(config, 1), Precision.FLOAT32);
        this.learner = new Learner(policy, settings);
        var random = new SplittableRandom(9);
        this.prompts = IntStream.range(0, ModelSpeed.ROWS / GROUP)
                .mapToObj(i -> new Prompt(i, "", ids(random, ModelSpeed.PROMPT, config), Map.of()))
                .toList();
        var rows = new ArrayList<PreferencePair>();
        for (int i = 0; i < ModelSpeed.ROWS / 2; i++) {
            rows.add(new PreferencePair(
                    ids(random, ModelSpeed.PROMPT, config),
                    ids(random, ModelSpeed.RESPONSE, config),
                    ids(random, ModelSpeed.RESPONSE, config),
                    0));
        }
        this.pairs = new Rows<>(rows);
    }

    private static int[] ids(SplittableRandom random, int length, ModelConfig config) {
        return random.ints(length, 3, config.vocabulary()).toArray();
    }

    /**
     * One iteration of GRPO: 8 prompts answered 4 times by 64 tokens, the reference's log-probs, advantages of a free
     * reward, and one update over all rows with beta 0.04, as TRL's trainer was run.
     */
    void grpo() {
        var sampling = new Sampling(1, 1, 0, ModelSpeed.RESPONSE, GROUP, List.of());
        var requests = new ArrayList<Request>();
        for (int row = 0; row < ModelSpeed.ROWS; row++) {
            requests.add(new Request(prompts.get(row / GROUP).tokens(), row / GROUP, row % GROUP));
        }
        List<Completion> completions = policy.generate(
                requests, sampling, new RunKey(1, iteration++), StopRule.none(), ModelSpeed.ROWS, Cancellation.NEVER);
        var rollouts = new ArrayList<Rollout>();
        for (int row = 0; row < ModelSpeed.ROWS; row++) {
            Completion completion = completions.get(row);
            var sampled = new boolean[completion.response().length];
            Arrays.fill(sampled, true);
            rollouts.add(new Rollout(
                    prompts.get(row / GROUP),
                    row % GROUP,
                    completion.response(),
                    sampled,
                    completion.logprobs(),
                    0,
                    completion.ending(),
                    ""));
        }
        var rows = new Rows<>(rollouts);
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, rows)
                .with(Column.REFERENCE_LOGPROBS, reference(rows.sequences()))
                .with(Column.ADVANTAGES, advantages(rollouts));
        learner.update(GRPO, Column.ROLLOUTS, step, 1, ModelSpeed.MICRO_BATCH, Cancellation.NEVER);
    }

    /** How many even ids a response has, compared with the others of its group. */
    private static TokenGrid advantages(List<Rollout> rollouts) {
        double[] scores = rollouts.stream()
                .mapToDouble(rollout -> Arrays.stream(rollout.response())
                        .filter(id -> id % 2 == 0)
                        .count())
                .toArray();
        int[] groups = IntStream.range(0, scores.length).map(row -> row / GROUP).toArray();
        double[] advantages = GroupAdvantage.normalized(scores, groups, GroupAdvantage.Spread.UNBIASED, 1e-4);
        var tokens = new double[scores.length][];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = new double[rollouts.get(row).response().length];
            Arrays.fill(tokens[row], advantages[row]);
        }
        return TokenGrid.of(tokens);
    }

    /** One step of DPO over 16 pairs of 16 + 64 tokens: the reference's log-probs of both sides, and one update. */
    void dpo() {
        Experience step = Experience.empty()
                .with(Column.PAIRS, pairs)
                .with(
                        Column.REFERENCE_LOGPROBS,
                        new TokenGrid(reference(pairs.sequences()).values(), 2));
        learner.update(DPO, Column.PAIRS, step, 1, ModelSpeed.MICRO_BATCH / 2, Cancellation.NEVER);
    }

    private TokenGrid reference(List<Sequence> sequences) {
        return reference.logprobs(sequences, 1, ModelSpeed.MICRO_BATCH, Cancellation.NEVER);
    }

    @Override
    public void close() {
        learner.close();
        policy.close();
        reference.close();
    }
}
