package io.akkord.policies.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.parameters.ParameterLayout;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.weights.HostTensor;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that learns: AdamW moments and one set of gradient sums beside its weights, so four times their memory.
 *
 * <p>An update depends on its rows and not on how they are cut into micro-batches, up to rounding: the objective's
 * normalisers are those of the whole step, and gradients add up in the order of the rows, those with one prompt together.
 */
public final class Learner implements AutoCloseable {

    private final Network network;
    private final OptimizerSettings settings;
    private final GradientPass pass;
    private final AdamW optimizer;
    private final Gradients gradients = new Gradients();
    private final Scope scope = new Scope();
    private final List<Tensor> first;
    private final List<Tensor> second;
    private final List<Tensor> sums;

    /** Starts with moments of zero, on the calling device thread; closing it leaves the network open. */
    public Learner(Network network, OptimizerSettings settings) {
        this.network = network;
        this.settings = settings;
        this.pass = switch (network) {
            case LanguageModel model -> new LanguageModelPass(model);
            case ValueModel model -> new ValueModelPass(model);
        };
        Parameters parameters = network.parameters();
        this.first = parameters.layout().allocate(scope, parameters.precision());
        this.second = parameters.layout().allocate(scope, parameters.precision());
        this.optimizer = new AdamW(first, second);
        this.sums = parameters.layout().allocate(scope, parameters.precision());
        pass.taped().forEach(parameter -> parameter.requireGradient(true));
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
     * @throws java.util.concurrent.CancellationException likewise untouched
     */
    public Metrics update(
            Objective objective,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature,
            int microBatchRows,
            Cancellation cancel) {
        StepGradient gradient = accumulate(objective, rowsColumn, step, temperature, microBatchRows, cancel);
        double norm = optimizer.norm(sums);
        if (!Double.isFinite(gradient.loss()) || !Double.isFinite(norm)) {
            throw new DivergedException(gradient.loss(), norm);
        }
        optimizer.clip(sums, norm, settings.maxGradNorm());
        double learningRate = settings.learningRate() * settings.schedule().factor(optimizer.updates());
        optimizer.update(network.parameters().tensors(), sums, settings, learningRate);
        return gradient.metrics()
                .add("loss", gradient.loss())
                .add("grad_norm", norm)
                .add("learning_rate", learningRate);
    }

    /** The gradient that {@link #update} would clip and apply, by Hugging Face name, row-major. */
    public Map<String, double[]> gradients(
            Objective objective,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature,
            int microBatchRows,
            Cancellation cancel) {
        accumulate(objective, rowsColumn, step, temperature, microBatchRows, cancel);
        var named = new LinkedHashMap<String, double[]>();
        network.parameters().layout().copyOut(sums).tensors().forEach((name, sum) -> named.put(name, doubles(sum)));
        return named;
    }

    private StepGradient accumulate(
            Objective objective,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature,
            int microBatchRows,
            Cancellation cancel) {
        if ((objective.output() == Output.LOGPROBS) != (network instanceof LanguageModel)) {
            throw new IllegalArgumentException("an objective of " + objective.output() + " does not fit "
                    + network.getClass().getSimpleName());
        }
        TokenGrid detached = objective.needsDetachedPass()
                ? detached(objective.output(), step.get(rowsColumn), temperature, microBatchRows, cancel)
                : TokenGrid.of(new double[0][]);
        var gradient = new StepGradient(pass, objective, detached, rowsColumn, step, temperature);
        gradients.zero(sums);
        gradient.accumulate(sums, microBatchRows, cancel);
        return gradient;
    }

    private TokenGrid detached(
            Output output, Rows<? extends Row> rows, double temperature, int microBatchRows, Cancellation cancel) {
        List<Sequence> sequences = rows.sequences();
        TokenGrid grid = switch (network) {
            case LanguageModel model -> model.logprobs(sequences, temperature, microBatchRows, cancel);
            case ValueModel model when output == Output.VALUES -> model.values(sequences, microBatchRows, cancel);
            case ValueModel model -> {
                double[] scores = model.scores(sequences, microBatchRows, cancel);
                var column = new double[scores.length][];
                for (int i = 0; i < scores.length; i++) {
                    column[i] = new double[] {scores[i]};
                }
                yield TokenGrid.of(column);
            }
        };
        return new TokenGrid(grid.values(), rows.perRow());
    }

    private static double[] doubles(HostTensor tensor) {
        var numbers = new double[Math.toIntExact(tensor.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.type()) {
                case F64 -> tensor.data().getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                case F32 -> tensor.data().getAtIndex(ValueLayout.JAVA_FLOAT, i);
                case F16, BF16, I64 -> throw new IllegalStateException("gradients of " + tensor.type());
            };
        }
        return numbers;
    }

    /** How many updates have been made. */
    public long updates() {
        return optimizer.updates();
    }

    public OptimizerState state() {
        ParameterLayout layout = network.parameters().layout();
        return new OptimizerState(optimizer.updates(), layout.copyOut(first), layout.copyOut(second));
    }

    /**
     * Goes on from a saved state.
     *
     * @throws io.akkord.algorithms.UserError naming the moment if a name or shape differs from the network's
     */
    public void restore(OptimizerState state) {
        ParameterLayout layout = network.parameters().layout();
        layout.copyIn(state.first(), first);
        layout.copyIn(state.second(), second);
        optimizer.resume(state.updates());
    }

    @Override
    public void close() {
        pass.taped().forEach(parameter -> parameter.requireGradient(false));
        pass.close();
        optimizer.close();
        gradients.close();
        scope.close();
    }
}
