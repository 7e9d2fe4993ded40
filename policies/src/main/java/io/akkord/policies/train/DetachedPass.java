package io.akkord.policies.train;

import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Output;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What a network yields for all rows of a step, without gradients; each copy computes its share. */
final class DetachedPass {

    private final Network network;
    private final LearningStep step;
    private final Cancellation cancel;

    DetachedPass(Network network, LearningStep step, Cancellation cancel) {
        this.network = network;
        this.step = step;
        this.cancel = cancel;
    }

    /** Log-probs, values or scores of all sequences, on every rank. */
    TokenGrid run() {
        Rows<? extends Row> rows = step.rows();
        List<Sequence> sequences = rows.sequences();
        Collective copies = network.groups().data();
        double[][] numbers = copies.ranks() == 1 ? read(sequences) : share(sequences, copies);
        return new TokenGrid(numbers, rows.perRow());
    }

    private double[][] share(List<Sequence> sequences, Collective copies) {
        int from = (int) ((long) sequences.size() * copies.rank() / copies.ranks());
        int to = (int) ((long) sequences.size() * (copies.rank() + 1) / copies.ranks());
        int[] lengths = sequences.stream().mapToInt(this::length).toArray();
        var own = new double[Arrays.stream(lengths).sum()];
        int at = Arrays.stream(lengths, 0, from).sum();
        if (from < to) {
            for (double[] read : read(sequences.subList(from, to))) {
                System.arraycopy(read, 0, own, at, read.length);
                at += read.length;
            }
        }
        return split(sum(copies, own), lengths);
    }

    private static double[] sum(Collective copies, double[] own) {
        if (own.length == 0) {
            return own;
        }
        try (var scope = new Scope()) {
            Tensor tensor = scope.of(Precision.FLOAT64, own);
            copies.allReduce(tensor.memory(), ElementType.FLOAT64);
            return tensor.doubles();
        }
    }

    private static double[][] split(double[] flat, int[] lengths) {
        var numbers = new double[lengths.length][];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            numbers[i] = Arrays.copyOfRange(flat, at, at + lengths[i]);
            at += lengths[i];
        }
        return numbers;
    }

    private int length(Sequence sequence) {
        return step.objective().output() == Output.SCORES ? 1 : sequence.responseLength();
    }

    private double[][] read(List<Sequence> sequences) {
        int rows = step.microBatchRows();
        return switch (network) {
            case LanguageModel model ->
                model.logprobs(sequences, step.temperature(), rows, cancel).values();
            case ValueModel model
            when step.objective().output() == Output.VALUES ->
                model.values(sequences, rows, cancel).values();
            case ValueModel model ->
                Arrays.stream(model.scores(sequences, rows, cancel))
                        .mapToObj(score -> new double[] {score})
                        .toArray(double[][]::new);
        };
    }
}
