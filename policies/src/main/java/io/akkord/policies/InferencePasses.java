package io.akkord.policies;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.CutTransformer;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.PromptGroups;
import io.akkord.policies.transformer.Transformer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Walks sequences in micro-batches of similar length, those with one prompt together, and puts what was read back in the order of the sequences. */
final class InferencePasses {

    /** A network's head over one micro-batch: what is read of each row, float64 {@code [reads]}. */
    interface Head {
        Tensor read(Scope scope, PackedRows rows, Tensor hidden);
    }

    private InferencePasses() {}

    /** What a network yields, {@code [sequences][reads of it]}. */
    static double[][] walk(
            Network network,
            List<Sequence> sequences,
            int microBatchRows,
            Cancellation cancel,
            Function<List<Sequence>, PackedRows> packing,
            Head head) {
        int[] order = PromptGroups.longestFirst(sequences);
        var batches = new ArrayList<int[]>();
        for (int start = 0; start < order.length; start += microBatchRows) {
            batches.add(Arrays.copyOfRange(order, start, Math.min(order.length, start + microBatchRows)));
        }
        List<PackedRows> packed = batches.stream()
                .map(batch -> packing.apply(
                        Arrays.stream(batch).mapToObj(sequences::get).toList()))
                .toList();
        List<double[]> read = network.shard().parallelism().shards() == 1
                ? whole(network.transformer(), packed, cancel, head)
                : cut(network, packed, cancel, head);
        var numbers = new double[sequences.size()][];
        for (int b = 0; b < packed.size(); b++) {
            double[][] rows = packed.get(b).unpack(read.get(b));
            for (int i = 0; i < rows.length; i++) {
                numbers[batches.get(b)[i]] = rows[i];
            }
        }
        return numbers;
    }

    private static List<double[]> whole(
            Transformer transformer, List<PackedRows> batches, Cancellation cancel, Head head) {
        var numbers = new ArrayList<double[]>();
        for (PackedRows rows : batches) {
            cancel.check();
            if (rows.reads() == 0) {
                numbers.add(new double[0]);
                continue;
            }
            try (var scope = new Scope()) {
                numbers.add(
                        head.read(scope, rows, transformer.hidden(scope, rows)).doubles());
            }
        }
        return numbers;
    }

    /** The last stage reads; when all is read, its first slice tells the others of the copy. */
    private static List<double[]> cut(Network network, List<PackedRows> batches, Cancellation cancel, Head head) {
        List<PackedRows> read =
                batches.stream().filter(rows -> rows.reads() > 0).toList();
        try (var scope = new Scope()) {
            Tensor all = scope.zeros(
                    ElementType.FLOAT64,
                    batches.stream().mapToInt(PackedRows::reads).sum());
            MemorySegment memory = all.memory();
            long[] at = {0};
            new CutTransformer(network.trunk(), network.groups()).forward(read, cancel, (pass, i, hidden) -> {
                MemorySegment numbers = head.read(pass, read.get(i), hidden).memory();
                memory.asSlice(at[0], numbers.byteSize()).copyFrom(numbers);
                at[0] += numbers.byteSize();
            });
            if (!read.isEmpty()) {
                network.groups()
                        .copy()
                        .broadcast(memory, ElementType.FLOAT64, network.shard().headRank());
            }
            return split(memory, batches);
        }
    }

    private static List<double[]> split(MemorySegment memory, List<PackedRows> batches) {
        var numbers = new ArrayList<double[]>();
        long at = 0;
        for (PackedRows rows : batches) {
            long bytes = (long) rows.reads() * Double.BYTES;
            numbers.add(memory.asSlice(at, bytes).toArray(ValueLayout.JAVA_DOUBLE));
            at += bytes;
        }
        return numbers;
    }
}
