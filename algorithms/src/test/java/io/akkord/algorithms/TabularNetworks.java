package io.akkord.algorithms;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.MiniBatches;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Walks any workflow with tables in place of networks: a softmax for each position, a value for each prefix.
 *
 * <p>Responses have two tokens. Small enough that the best policy is known in closed form.
 */
final class TabularNetworks {

    static final int TOKENS = 4;
    static final int LENGTH = 2;

    private final double[][] policy;
    private final double[][] reference;
    private final double[] values = new double[1 + TOKENS];
    private final Function<List<Rollout>, double[]> reward;
    private final Random random;
    private Experience carried = Experience.empty();

    TabularNetworks(double[][] logits, ToDoubleFunction<int[]> reward, long seed) {
        this(
                logits,
                seed,
                rollouts -> rollouts.stream()
                        .mapToDouble(rollout -> reward.applyAsDouble(rollout.response()))
                        .toArray());
    }

    /** Networks whose responses are scored by comparing them with one another. */
    TabularNetworks(double[][] logits, long seed, Function<List<Rollout>, double[]> reward) {
        this.policy = Arrays.stream(logits).map(double[]::clone).toArray(double[][]::new);
        this.reference = logits;
        this.reward = reward;
        this.random = new Random(seed);
    }

    /** Probability of each token at a position. */
    double[] probabilities(int position) {
        return softmax(policy[position]);
    }

    double value(int prefix) {
        return values[prefix];
    }

    /** Walks a workflow once, for a batch of that many prompts; answers all columns. */
    Experience iterate(Workflow workflow, int batch, long iteration) {
        Rows<Prompt> prompts = new Rows<>(prompts(batch * workflow.draws()));
        return iterate(workflow, Experience.empty().with(Column.PROMPTS, prompts), iteration);
    }

    /** Walks the workflow once over rows of data. */
    Experience iterate(Workflow workflow, Experience data, long iteration) {
        Experience columns = data;
        for (Column<?> column : workflow.carried()) {
            var initial = column.initial();
            columns = initial == null ? columns : columns.with(column.name(), initial);
        }
        columns = columns.and(carried);
        for (Step step : workflow.steps()) {
            switch (step) {
                case Step.Generate generate ->
                    columns = columns.with(
                            generate.yields(),
                            generate(columns.get(generate.from()).items(), generate.sampling()));
                case Step.Infer infer ->
                    columns = columns.with(
                            infer.yields().name(), read(infer.network(), infer.output(), columns.get(infer.from())));
                case Step.Score score -> {
                    var scores =
                            new Scores(reward.apply(columns.get(score.from()).items()));
                    columns = columns.with(score.raw(), scores).with(score.yields(), scores);
                }
                case Step.Compute compute ->
                    columns = columns.and(
                            compute.maths().apply(columns, new Letters()).columns());
                case Step.Train train -> learn(train, columns, iteration);
            }
        }
        for (Column<?> column : workflow.carried()) {
            carried = carried.with(column.name(), columns.get(column));
        }
        return columns;
    }

    private static List<Prompt> prompts(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> new Prompt(i, "", new int[] {0}, Map.of()))
                .toList();
    }

    private Rows<Rollout> generate(List<Prompt> prompts, Sampling sampling) {
        var rollouts = new ArrayList<Rollout>();
        for (Prompt prompt : prompts) {
            for (int sample = 0; sample < sampling.samples(); sample++) {
                var response = new int[LENGTH];
                var logprobs = new float[LENGTH];
                for (int t = 0; t < LENGTH; t++) {
                    double[] odds = probabilities(t);
                    response[t] = sampling.isGreedy() ? likeliest(odds) : sampled(odds);
                    logprobs[t] = (float) Math.log(odds[response[t]]);
                }
                boolean[] sampled = {true, true};
                rollouts.add(new Rollout(prompt, sample, response, sampled, logprobs, 0, Ending.EOS, ""));
            }
        }
        return new Rows<>(rollouts);
    }

    private int sampled(double[] odds) {
        int token = 0;
        double left = random.nextDouble() - odds[0];
        while (left > 0 && token < TOKENS - 1) {
            token++;
            left -= odds[token];
        }
        return token;
    }

    private static int likeliest(double[] odds) {
        return IntStream.range(0, odds.length)
                .reduce((a, b) -> odds[b] > odds[a] ? b : a)
                .orElseThrow();
    }

    private TokenGrid read(Role role, Output output, Rows<? extends Row> rows) {
        List<Sequence> sequences = rows.sequences();
        double[][] logits = role == Role.REFERENCE ? reference : policy;
        var grid = new double[sequences.size()][LENGTH];
        for (int i = 0; i < grid.length; i++) {
            int[] tokens = sequences.get(i).tokens();
            for (int t = 0; t < LENGTH; t++) {
                grid[i][t] = output == Output.VALUES
                        ? values[prefix(tokens, t)]
                        : Math.log(softmax(logits[t])[tokens[1 + t]]);
            }
        }
        return new TokenGrid(grid, rows.perRow());
    }

    private void learn(Step.Train train, Experience columns, long iteration) {
        Experience read = Experience.empty();
        for (Column<?> column : train.inputs()) {
            read = read.with(column.name(), columns.get(column));
        }
        int rows = read.get(train.rows()).size();
        Objective objective = train.objective();
        int epochs = train.passes().epochs();
        for (int[] picked : MiniBatches.of(rows, epochs, train.passes().updates(), 1, iteration)) {
            Experience step = read.select(picked);
            Rows<? extends Row> learnt = step.get(train.rows());
            TokenGrid outputs = read(train.network(), objective.output(), learnt);
            int[] all = IntStream.range(0, picked.length).toArray();
            double[][] slopes = objective
                    .prepare(step, objective.needsDetachedPass() ? outputs : TokenGrid.of(new double[0][]))
                    .at(new MicroBatch(all, step, outputs))
                    .slopes();
            descend(train, learnt.sequences(), slopes);
        }
    }

    /** Plain gradient descent: d logprob / d logit is one-hot minus probability. */
    private void descend(Step.Train train, List<Sequence> sequences, double[][] slopes) {
        double rate = train.optimizer().learningRate();
        double[][] odds = {probabilities(0), probabilities(1)};
        for (int i = 0; i < slopes.length; i++) {
            int[] tokens = sequences.get(i).tokens();
            for (int t = 0; t < LENGTH; t++) {
                if (train.network() == Role.CRITIC) {
                    values[prefix(tokens, t)] -= rate * slopes[i][t];
                } else {
                    for (int token = 0; token < TOKENS; token++) {
                        double hot = token == tokens[1 + t] ? 1 : 0;
                        policy[t][token] -= rate * slopes[i][t] * (hot - odds[t][token]);
                    }
                }
            }
        }
    }

    /** The state before response token t: nothing said yet, or the first token. */
    private static int prefix(int[] tokens, int t) {
        return t == 0 ? 0 : 1 + tokens[1];
    }

    static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double sum = Arrays.stream(logits).map(x -> Math.exp(x - max)).sum();
        return Arrays.stream(logits).map(x -> Math.exp(x - max) / sum).toArray();
    }
}
