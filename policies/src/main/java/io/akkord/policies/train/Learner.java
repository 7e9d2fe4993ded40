package io.akkord.policies.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that learns: AdamW moments and one set of gradient sums beside its weights, so four times their memory.
 *
 * <p>An update depends on its rows and not on how they are cut into micro-batches, up to rounding: the objective's
 * normalisers are those of the whole step, and gradients add up in the order of the rows, those with one prompt together.
 *
 * <p>Of a network that is cut, every rank has a learner, and all make the same calls with all rows of the step: copies share
 * the rows, stages and slices the computation, and all get the same answers. A call that fails on one rank leaves the others
 * waiting, and messages on their way: the groups cannot be used again.
 */
public final class Learner implements AutoCloseable {

    private final Network network;
    private final OptimizerSettings settings;
    private final StepSums sums;
    private final AdamW optimizer;
    private final Gradients gradients = new Gradients();
    private final Scope scope = new Scope();
    private final List<Tensor> first;
    private final List<Tensor> second;

    /** Starts with moments of zero, on the calling device thread; closing it leaves the network open. */
    public Learner(Network network, OptimizerSettings settings) {
        this(network, settings, LearnerSettings.DEFAULT);
    }

    /** The same, with settings that all ranks have in common. */
    public Learner(Network network, OptimizerSettings settings, LearnerSettings running) {
        this.network = network;
        this.settings = settings;
        this.sums = network.shard().isWhole() ? new WholeSums(network) : new ShardSums(network, running);
        this.first = zeros();
        this.second = zeros();
        this.optimizer = new AdamW(first, second);
    }

    private List<Tensor> zeros() {
        return sums.moved().stream()
                .map(parameter -> scope.zeros(parameter.type(), parameter.shape()))
                .toList();
    }

    /**
     * Makes one optimiser step over all rows of {@code step}.
     *
     * @param rowsColumn the column of {@code step} that holds the sequences
     * @param temperature what the logits are divided by; ignored by value models
     * @param microBatchRows most rows in one pass; changes memory and rounding, nothing else
     * @return the objective's metrics, {@code loss}, {@code grad_norm} before clipping, {@code learning_rate}, and for
     *     language models {@code policy/entropy} of the sampled tokens
     * @throws DivergedException if loss or gradient is not finite; weights and moments are untouched then
     * @throws java.util.concurrent.CancellationException likewise untouched; a cut network asks at the end of the step,
     *     and all ranks stop if one has been told to
     */
    public Metrics update(
            Objective objective,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature,
            int microBatchRows,
            Cancellation cancel) {
        StepOutcome outcome = sum(new LearningStep(objective, rowsColumn, step, temperature, microBatchRows), cancel);
        double norm = outcome.gradientNorm();
        if (!Double.isFinite(outcome.loss()) || !Double.isFinite(norm)) {
            throw new DivergedException(outcome.loss(), norm);
        }
        gradients.clip(sums.gradients(), norm, settings.maxGradNorm());
        double learningRate = settings.learningRate() * settings.schedule().factor(optimizer.updates());
        optimizer.update(sums.moved(), sums.gradients(), settings, learningRate);
        sums.share();
        return outcome.metrics()
                .add("loss", outcome.loss())
                .add("grad_norm", norm)
                .add("learning_rate", learningRate);
    }

    /** The gradient that {@link #update} would clip and apply, of what this rank holds, by Hugging Face name, row-major. */
    public Map<String, double[]> gradients(
            Objective objective,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature,
            int microBatchRows,
            Cancellation cancel) {
        sum(new LearningStep(objective, rowsColumn, step, temperature, microBatchRows), cancel);
        var named = new LinkedHashMap<String, double[]>();
        sums.named().tensors().forEach((name, sum) -> named.put(name, sum.toDoubles()));
        return named;
    }

    private StepOutcome sum(LearningStep step, Cancellation cancel) {
        Output output = step.objective().output();
        if ((output == Output.LOGPROBS) != (network instanceof LanguageModel)) {
            throw new IllegalArgumentException("an objective of " + output + " does not fit "
                    + network.getClass().getSimpleName());
        }
        TokenGrid detached = step.objective().needsDetachedPass()
                ? new DetachedPass(network, step, network.shard().isWhole() ? cancel : Cancellation.NEVER).run()
                : TokenGrid.of(new double[0][]);
        return sums.sum(step, detached, cancel);
    }

    /** How many updates have been made. */
    public long updates() {
        return optimizer.updates();
    }

    /** Bytes of the moments that are kept here. */
    public long momentBytes() {
        return first.stream()
                .mapToLong(moment -> 2 * moment.elements() * moment.type().bytes())
                .sum();
    }

    /** The moments of what this rank holds; where copies share them, all copies must ask together. */
    public OptimizerState state() {
        return new OptimizerState(optimizer.updates(), sums.copyOut(first), sums.copyOut(second));
    }

    /**
     * Goes on from a saved state, of any settings.
     *
     * @throws io.akkord.algorithms.UserError naming the moment if a name or shape differs from the network's
     */
    public void restore(OptimizerState state) {
        sums.copyIn(state.first(), first);
        sums.copyIn(state.second(), second);
        optimizer.resume(state.updates());
    }

    @Override
    public void close() {
        sums.close();
        optimizer.close();
        gradients.close();
        scope.close();
    }
}
