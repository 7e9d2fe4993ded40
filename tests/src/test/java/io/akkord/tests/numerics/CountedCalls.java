package io.akkord.tests.numerics;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.placement.model.ModelShape;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.LiveBytes;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.train.Learner;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A fresh network's calls on rows of given lengths, and the most bytes that each held at once, as libtorch asked for them. */
final class CountedCalls implements AutoCloseable {

    private static final OptimizerSettings SETTINGS =
            new OptimizerSettings(1e-6, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    private final LiveBytes count;
    private final long before;
    private final int[] prompts;
    private final int[] responses;
    private final int vocabulary;
    private final Network network;

    /** Puts a network on the calling device thread, counted from its first weight on. */
    CountedCalls(LiveBytes count, ModelShape shape, int context, int[] prompts, int[] responses) {
        this.count = count;
        this.before = count.live();
        this.prompts = prompts;
        this.responses = responses;
        this.vocabulary = shape.vocabulary();
        var config = new ModelConfig(
                shape.vocabulary(),
                shape.hidden(),
                shape.layers(),
                shape.heads(),
                shape.keyValueHeads(),
                shape.headSize(),
                shape.intermediate(),
                context,
                1e-5,
                10_000,
                shape.tied(),
                shape.scalar(),
                1,
                List.of(),
                0);
        var weights = FreshWeights.create(config, 1);
        this.network = shape.scalar()
                ? ValueModel.create(config, weights, Precision.FLOAT32)
                : LanguageModel.create(config, weights, Precision.FLOAT32);
    }

    long live() {
        return count.live() - before;
    }

    long peak(Runnable call) {
        count.forgetPeak();
        call.run();
        return count.peak() - before;
    }

    long logprobs(int together) {
        return peak(() -> language().logprobs(sequences(), 1, together, Cancellation.NEVER));
    }

    long values(int together) {
        return peak(() -> ((ValueModel) network).values(sequences(), together, Cancellation.NEVER));
    }

    long scores(int together) {
        return peak(() -> ((ValueModel) network).scores(sequences(), together, Cancellation.NEVER));
    }

    /** Answers how long the responses became. */
    int[] generate(int limit, StopRule stop, int together) {
        var requests = new ArrayList<Request>();
        for (int row = 0; row < prompts.length; row++) {
            requests.add(new Request(prompt(row), row, 0));
        }
        var sampling = new Sampling(1, 1, 0, limit, 1, List.of());
        return language().generate(requests, sampling, new RunKey(1, 0), stop, together, Cancellation.NEVER).stream()
                .map(Completion::response)
                .mapToInt(response -> response.length)
                .toArray();
    }

    /** A learner of the network; the caller closes it. */
    Learner learner() {
        return new Learner(network, SETTINGS);
    }

    long update(Learner learner, Objective objective, int together) {
        return peak(() -> learner.update(objective, Column.ROLLOUTS, step(), 1, together, Cancellation.NEVER));
    }

    private Experience step() {
        var numbers = new double[responses.length][];
        Arrays.setAll(
                numbers,
                row -> new SplittableRandom(row).doubles(responses[row], -1, 1).toArray());
        var grid = TokenGrid.of(numbers);
        return Experience.empty()
                .with(Column.ROLLOUTS, rollouts())
                .with(Column.ADVANTAGES, grid)
                .with(Column.VALUES, grid)
                .with(Column.RETURNS, grid);
    }

    private List<Sequence> sequences() {
        return rollouts().sequences();
    }

    private Rows<Rollout> rollouts() {
        var rollouts = new ArrayList<Rollout>();
        for (int row = 0; row < responses.length; row++) {
            var sampled = new boolean[responses[row]];
            Arrays.fill(sampled, true);
            rollouts.add(new Rollout(
                    new Prompt(row, "", prompt(row), Map.of()),
                    0,
                    ids(100 + row, responses[row]),
                    sampled,
                    new float[responses[row]],
                    0,
                    Ending.EOS,
                    ""));
        }
        return new Rows<>(rollouts);
    }

    /** No two prompts begin alike. */
    private int[] prompt(int row) {
        return IntStream.concat(IntStream.of(row), Arrays.stream(ids(row, prompts[row] - 1)))
                .toArray();
    }

    private int[] ids(int seed, int count) {
        return new SplittableRandom(seed).ints(count, 0, vocabulary).toArray();
    }

    private LanguageModel language() {
        return (LanguageModel) network;
    }

    @Override
    public void close() {
        network.close();
    }
}
