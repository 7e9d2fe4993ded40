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
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.PromptGroups;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The gradient of one optimiser step, summed over its micro-batches in the order of the rows, those with one prompt together. */
final class StepGradient {

    private final GradientPass pass;
    private final Objective objective;
    private final Objective.Local local;
    private final Column<? extends Rows<? extends Row>> rowsColumn;
    private final Experience step;
    private final double temperature;
    private final Metrics metrics = new Metrics();
    private double loss;

    StepGradient(
            GradientPass pass,
            Objective objective,
            TokenGrid detached,
            Column<? extends Rows<? extends Row>> rowsColumn,
            Experience step,
            double temperature) {
        this.pass = pass;
        this.objective = objective;
        this.local = objective.prepare(step, detached);
        this.rowsColumn = rowsColumn;
        this.step = step;
        this.temperature = temperature;
    }

    /** Walks all rows, at most {@code microBatchRows} at once, adding to {@code into}. */
    void accumulate(List<Tensor> into, int microBatchRows, Cancellation cancel) {
        int[] order = PromptGroups.together(step.get(rowsColumn).items().stream()
                .map(row -> row.sequences().getFirst())
                .toList());
        for (int start = 0; start < order.length; start += microBatchRows) {
            cancel.check();
            microBatch(Arrays.copyOfRange(order, start, Math.min(order.length, start + microBatchRows)), into);
        }
    }

    private void microBatch(int[] rows, List<Tensor> into) {
        Experience columns = step.select(rows);
        List<Sequence> sequences = columns.get(rowsColumn).sequences();
        PackedRows packed = objective.output() == Output.SCORES
                ? PackedRows.lastTokens(sequences)
                : PackedRows.beforeResponses(sequences);
        int perRow = sequences.size() / rows.length;
        try (var scope = new Scope()) {
            if (packed.reads() == 0) {
                ask(rows, columns, packed.unpack(new double[0]), perRow);
                return;
            }
            GradientPass.Forward forward = pass.forward(scope, packed, temperature);
            Objective.Derivative derivative = ask(rows, columns, packed.unpack(forward.outputs()), perRow);
            double[] sampled = sampled(packed, sequences);
            double[] weights = Arrays.stream(sampled)
                    .map(one -> one * derivative.entropyWeight())
                    .toArray();
            double[] entropies = forward.backward(packed.pack(derivative.slopes()), weights, into);
            addEntropy(entropies, sampled, derivative.entropyWeight());
        }
    }

    private Objective.Derivative ask(int[] rows, Experience columns, double[][] outputs, int perRow) {
        Objective.Derivative derivative =
                local.at(new Objective.MicroBatch(rows, columns, new TokenGrid(outputs, perRow)));
        loss += derivative.loss();
        metrics.addAll(derivative.metrics());
        return derivative;
    }

    /** 1 for each read whose token the policy chose itself, else 0. */
    private double[] sampled(PackedRows packed, List<Sequence> sequences) {
        if (objective.output() != Output.LOGPROBS) {
            return new double[packed.reads()];
        }
        var mask = new double[sequences.size()][];
        for (int i = 0; i < mask.length; i++) {
            boolean[] sampled = sequences.get(i).sampled();
            mask[i] = IntStream.range(0, sampled.length)
                    .mapToDouble(t -> sampled[t] ? 1 : 0)
                    .toArray();
        }
        return packed.pack(mask);
    }

    private void addEntropy(double[] entropies, double[] sampled, double weight) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < entropies.length; i++) {
            sum += sampled[i] * entropies[i];
            count += sampled[i];
        }
        if (count > 0) {
            metrics.add("policy/entropy", sum, count);
            loss += weight * sum;
        }
    }

    double loss() {
        return loss;
    }

    Metrics metrics() {
        return metrics;
    }
}
