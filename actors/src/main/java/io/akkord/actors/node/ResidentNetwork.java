package io.akkord.actors.node;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.MiniBatches;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Step;
import io.akkord.configs.Experiment;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.train.Learner;
import io.akkord.policies.train.LearnerSettings;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network on its device and what a step asks of it. Every method runs on the device's thread.
 *
 * <p>This is the only place where the three kinds of model step meet the networks; the worker around it knows messages,
 * the networks know tensors.
 */
final class ResidentNetwork {

    /** What a step yielded, still on this thread. */
    record Product(Map<String, ColumnContent> outputs, Metrics metrics) {}

    private final Network network;
    private final Seat seat;
    private final Experiment experiment;
    private final Tokenizer tokenizer;
    private @Nullable Learner learner;
    private @Nullable LanguageModel guest;

    /** Which network the guest is; read by the worker too. */
    private volatile @Nullable Holding hosted;

    private @Nullable OptimizerState restored;
    private long version;
    private boolean closed;

    private ResidentNetwork(Network network, Holding holding, Experiment experiment, Tokenizer tokenizer) {
        this.network = network;
        this.seat = holding.seat();
        this.experiment = experiment;
        this.tokenizer = tokenizer;
        this.version = holding.version();
    }

    /** Puts a network, or one rank's part of it, on the calling device. */
    static ResidentNetwork load(
            Holding holding, Weights weights, Experiment experiment, Tokenizer tokenizer, Groups groups) {
        Precision precision = Precision.valueOf(experiment.runtime().precision().toUpperCase(Locale.ROOT));
        Shard shard = holding.seat().shard();
        Network network = holding.role().isScalar()
                ? ValueModel.create(holding.config(), shard, groups, weights, precision)
                : LanguageModel.create(holding.config(), shard, groups, weights, precision);
        return new ResidentNetwork(network, holding, experiment, tokenizer);
    }

    Network network() {
        return network;
    }

    long version() {
        return version;
    }

    @Nullable OptimizerState optimizer() {
        return learner == null ? restored : learner.state();
    }

    /** Takes over moments that were published with the weights; they reach the learner when the network first learns. */
    void restore(OptimizerState state) {
        restored = state;
    }

    /** Whether the guest is there; what is not has to be welcomed before a call that names it. */
    boolean hosts(Holding other) {
        Holding there = hosted;
        return there != null && there.serves(other);
    }

    /** Puts a second network on this device, for mixtures, in place of the last one. */
    void welcome(Holding other, Weights weights) {
        if (closed) {
            throw new IllegalStateException("the network was freed");
        }
        dismiss();
        guest = LanguageModel.create(
                other.config(), weights, network.parameters().precision());
        hosted = other;
    }

    private void dismiss() {
        hosted = null;
        if (guest != null) {
            guest.close();
            guest = null;
        }
    }

    void close() {
        closed = true;
        dismiss();
        network.close();
    }

    Product perform(StageWork work, StepCall call, Experience inputs, Cancellation cancellation) {
        return switch (work.step(call)) {
            case Step.Generate generate -> generate(generate, call, inputs, cancellation);
            case Step.Infer infer -> infer(infer, inputs, cancellation);
            case Step.Train train -> train(work, train, call, inputs, cancellation);
            case Step.Score score -> throw new IllegalStateException(score.name() + " needs no network");
            case Step.Compute compute -> throw new IllegalStateException(compute.name() + " needs no network");
        };
    }

    private Product generate(Step.Generate step, StepCall call, Experience inputs, Cancellation cancellation) {
        Rows<Prompt> all = inputs.get(step.from());
        List<Prompt> prompts = all.select(share(all.size())).items();
        int samples = step.sampling().samples();
        var requests = new ArrayList<Request>(prompts.size() * samples);
        for (Prompt prompt : prompts) {
            for (int sample = 0; sample < samples; sample++) {
                requests.add(new Request(prompt.tokens(), prompt.index(), sample));
            }
        }
        List<Completion> completions = generate(step, call, requests, cancellation);
        var rollouts = new ArrayList<Rollout>(completions.size());
        for (int row = 0; row < completions.size(); row++) {
            rollouts.add(rollout(prompts.get(row / samples), row % samples, completions.get(row)));
        }
        return new Product(Map.of(step.yields().name(), new Rows<>(rollouts)), new Metrics());
    }

    private List<Completion> generate(
            Step.Generate step, StepCall call, List<Request> requests, Cancellation cancellation) {
        var key = new RunKey(experiment.seed() ^ salt(step), call.iteration());
        StopRule stop = stopRule(step.sampling().stop());
        int rows = experiment.runtime().generationBatch();
        if (step.mixture().isEmpty()) {
            return language().generate(requests, step.sampling(), key, stop, rows, cancellation);
        }
        LanguageModel other = guest;
        if (other == null || call.guest() == null || !hosts(call.guest())) {
            throw new IllegalStateException(step.name() + " mixes two networks, and the second is not there");
        }
        double coefficient = step.mixture().get().coefficient();
        return language().generateWith(other, coefficient, requests, step.sampling(), key, stop, rows, cancellation);
    }

    private Rollout rollout(Prompt prompt, int sample, Completion completion) {
        var sampled = new boolean[completion.response().length];
        Arrays.fill(sampled, true);
        return new Rollout(
                prompt,
                sample,
                completion.response(),
                sampled,
                completion.logprobs(),
                version,
                completion.ending(),
                tokenizer.decode(completion.response()));
    }

    /**
     * Two generations of one workflow share no randomness: from the same uniforms, networks that are equal at the start
     * would draw the same responses, and comparing them would teach nothing.
     */
    private static long salt(Step.Generate step) {
        return step.yields().equals(Column.ROLLOUTS)
                ? 0
                : (long) step.yields().name().hashCode() << Integer.SIZE;
    }

    /** A response ends once a stop string appears in its text. */
    private StopRule stopRule(List<String> stops) {
        if (stops.isEmpty()) {
            return StopRule.none();
        }
        return (tokens, length) -> {
            String text = tokenizer.decode(Arrays.copyOf(tokens, length));
            return stops.stream().anyMatch(text::contains);
        };
    }

    private Product infer(Step.Infer step, Experience inputs, Cancellation cancellation) {
        Rows<? extends Row> all = inputs.get(step.from());
        List<Sequence> sequences = all.select(share(all.size())).sequences();
        int perRow = all.perRow();
        int rows = experiment.runtime().microBatch();
        ColumnContent yielded = switch (step.output()) {
            case LOGPROBS ->
                new TokenGrid(
                        language()
                                .logprobs(sequences, step.temperature(), rows, cancellation)
                                .values(),
                        perRow);
            case VALUES ->
                new TokenGrid(scalar().values(sequences, rows, cancellation).values(), perRow);
            case SCORES -> new Scores(scalar().scores(sequences, rows, cancellation));
        };
        return new Product(Map.of(step.yields().name(), yielded), new Metrics());
    }

    private Product train(
            StageWork work, Step.Train step, StepCall call, Experience inputs, Cancellation cancellation) {
        Learner learning = learner(work, step);
        int rows = inputs.get(step.rows()).size();
        var metrics = new Metrics();
        for (int[] part : parts(step.passes(), rows, call.iteration())) {
            Metrics update = learning.update(
                    step.objective(),
                    step.rows(),
                    inputs.select(part),
                    step.temperature(),
                    experiment.runtime().microBatch(),
                    cancellation);
            version++;
            update.means().forEach((name, mean) -> metrics.add(prefixed(step, name), mean.sum(), mean.weight()));
        }
        return new Product(Map.of(), metrics);
    }

    /** The rows of this copy: neighbours, as many as every other copy's up to one. */
    private int[] share(int rows) {
        int copies = seat.layout().parallelism().data();
        int copy = seat.shard().copy();
        return IntStream.range(rows * copy / copies, rows * (copy + 1) / copies).toArray();
    }

    private List<int[]> parts(Passes passes, int rows, int iteration) {
        return MiniBatches.of(rows, passes.epochs(), passes.updates(), experiment.seed(), iteration);
    }

    /** Names that every training has in common get the role in front. */
    private static String prefixed(Step.Train step, String name) {
        return name.contains("/") ? name : step.network().key() + "/" + name;
    }

    private Learner learner(StageWork work, Step.Train step) {
        if (learner == null) {
            Seat.Training training = seat.training();
            learner = new Learner(
                    network,
                    work.optimizer(step),
                    new LearnerSettings(
                            training.recompute(), training.shardedOptimizer(), LearnerSettings.DEFAULT.bucketBytes()));
            if (restored != null) {
                learner.restore(restored);
                restored = null;
            }
        }
        return learner;
    }

    private LanguageModel language() {
        return (LanguageModel) network;
    }

    private ValueModel scalar() {
        return (ValueModel) network;
    }
}
