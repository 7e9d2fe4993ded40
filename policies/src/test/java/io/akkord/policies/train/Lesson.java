package io.akkord.policies.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.policies.TinyModels;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What a network of four layers is taught: every kind of head and objective, and every way to share heads. */
enum Lesson {
    NEXT_TOKEN(
            4,
            false,
            false,
            1,
            new DetachedMean(new NextToken(Column.DEMONSTRATIONS, Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            Column.DEMONSTRATIONS),
    POLICY_GRADIENT(
            1,
            true,
            false,
            0.7,
            new PolicyGradient(new ClippedSurrogate(0.2, 0.3, 0), Aggregation.TOKEN_MEAN, 1, 0.1),
            Column.ROLLOUTS),
    VALUES(2, false, true, 1, new ClippedValue(0.5, Aggregation.TOKEN_MEAN), Column.ROLLOUTS),
    RANKING(1, false, true, 1, new DetachedMean(new PairwiseRanking(0.01)), Column.PAIRS);

    private final int keyValueHeads;
    private final boolean tied;
    private final boolean scalar;
    private final double temperature;
    private final Objective objective;
    private final Column<? extends Rows<? extends Row>> column;

    Lesson(
            int keyValueHeads,
            boolean tied,
            boolean scalar,
            double temperature,
            Objective objective,
            Column<? extends Rows<? extends Row>> column) {
        this.keyValueHeads = keyValueHeads;
        this.tied = tied;
        this.scalar = scalar;
        this.temperature = temperature;
        this.objective = objective;
        this.column = column;
    }

    ModelConfig config() {
        return TinyModels.deep(keyValueHeads, tied).withScalar(scalar);
    }

    /** One update over all rows. */
    Metrics update(Learner learner, int microBatchRows, Cancellation cancel) {
        return learner.update(objective, column, step(), temperature, microBatchRows, cancel);
    }

    /** The gradient of that update, in the shapes of {@code weights}. */
    Weights gradients(Learner learner, int microBatchRows, Weights weights) {
        var gradients = new LinkedHashMap<String, HostTensor>();
        learner.gradients(objective, column, step(), temperature, microBatchRows, Cancellation.NEVER)
                .forEach((name, values) -> gradients.put(
                        name, HostTensor.of(values, weights.get(name).shape())));
        return new Weights(gradients);
    }

    /** Seven rows of different lengths: one without response, two with the same prompt, one whose tokens are not all sampled. */
    private static Experience step() {
        var random = new SplittableRandom(2);
        var demonstrations = new ArrayList<Demonstration>();
        var rollouts = new ArrayList<Rollout>();
        var pairs = new ArrayList<PreferencePair>();
        int[] known = ids(random, 6);
        int[][] shapes = {{3, 5}, {6, 8}, {1, 9}, {6, 0}, {2, 1}, {7, 12}, {6, 5}};
        for (int i = 0; i < shapes.length; i++) {
            int[] prompt = i == 1 || i == 6 ? known : ids(random, shapes[i][0]);
            int[] response = ids(random, shapes[i][1]);
            demonstrations.add(new Demonstration(prompt, response));
            rollouts.add(rollout(random, i, prompt, response));
            pairs.add(new PreferencePair(prompt, ids(random, shapes[i][1]), ids(random, 4), 0.1 * i));
        }
        return Experience.empty()
                .with(Column.DEMONSTRATIONS, new Rows<>(demonstrations))
                .with(Column.ROLLOUTS, new Rows<>(rollouts))
                .with(Column.PAIRS, new Rows<>(pairs))
                .with(Column.SCORES, new Scores(random.doubles(shapes.length).toArray()))
                .with(Column.ADVANTAGES, grid(random, shapes))
                .with(Column.VALUES, grid(random, shapes))
                .with(Column.RETURNS, grid(random, shapes));
    }

    private static Rollout rollout(SplittableRandom random, int index, int[] prompt, int[] response) {
        var sampled = new boolean[response.length];
        var logprobs = new float[response.length];
        for (int t = 0; t < response.length; t++) {
            sampled[t] = index != 2 || t % 3 != 1;
            logprobs[t] = (float) (-3 + random.nextDouble());
        }
        return new Rollout(
                new Prompt(index, "", prompt, Map.of()), 0, response, sampled, logprobs, 0, Ending.LENGTH, "");
    }

    private static TokenGrid grid(SplittableRandom random, int[][] shapes) {
        return TokenGrid.of(Arrays.stream(shapes)
                .map(shape -> random.doubles(shape[1], -1, 1).toArray())
                .toArray(double[][]::new));
    }

    private static int[] ids(SplittableRandom random, int length) {
        return IntStream.range(0, length).map(_ -> random.nextInt(3, 23)).toArray();
    }
}
