package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.PromptGroups;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Walks sequences in micro-batches of similar length, those with one prompt together, and puts what was read back in the order of the sequences. */
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
        int[] order = PromptGroups.longestFirst(sequences);
        for (int start = 0; start < order.length; start += microBatchRows) {
            cancel.check();
            int[] batch = Arrays.copyOfRange(order, start, Math.min(order.length, start + microBatchRows));
            List<Sequence> members =
                    Arrays.stream(batch).mapToObj(sequences::get).toList();
            double[][] read = read(packing.apply(members), pass);
            for (int i = 0; i < read.length; i++) {
                numbers[batch[i]] = read[i];
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
}
