package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Walks sequences in micro-batches of similar length and puts what was read back in the order of the sequences. */
final class InferencePasses {

    /** One micro-batch on the device: what is read of each row, float64 {@code [reads]}. */
    interface Pass {
        Tensor read(Scope scope, PackedRows rows);
    }

    private InferencePasses() {}

    /** What a network yields, {@code [sequences][reads of it]}. */
    static double[][] walk(
            List<Sequence> sequences,
            int microBatchRows,
            Cancellation cancel,
            Function<List<Sequence>, PackedRows> packing,
            Pass pass) {
        var numbers = new double[sequences.size()][];
        List<Integer> order = byLength(sequences);
        for (int start = 0; start < order.size(); start += microBatchRows) {
            cancel.check();
            List<Integer> batch = order.subList(start, Math.min(order.size(), start + microBatchRows));
            var members = new ArrayList<Sequence>(batch.size());
            batch.forEach(index -> members.add(sequences.get(index)));
            double[][] read = read(packing.apply(members), pass);
            for (int i = 0; i < read.length; i++) {
                numbers[batch.get(i)] = read[i];
            }
        }
        return numbers;
    }

    private static double[][] read(PackedRows rows, Pass pass) {
        if (rows.reads() == 0) {
            return rows.unpack(new double[0]);
        }
        try (var scope = new Scope()) {
            return rows.unpack(pass.read(scope, rows).doubles());
        }
    }

    private static List<Integer> byLength(List<Sequence> sequences) {
        var order = new Integer[sequences.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order, Comparator.comparingInt((Integer i) -> -sequences.get(i).tokens().length));
        return List.of(order);
    }
}
