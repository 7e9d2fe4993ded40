package io.akkord.policies.transformer;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Sequences laid behind one another without padding, the longest first, and the places at which they are read.
 *
 * <p>Padding would cost as much as tokens do; here only attention sees rows, once for each group of equal length. Nor is
 * a token taken in twice whose row has the same tokens before it as another's: {@link SharedPrefixes}.
 */
public final class PackedRows {

    private final int sequences;
    private final List<Row> rows = new ArrayList<>();
    private final SharedPrefixes prefixes;
    private final int reads;

    /** What the network takes in of sequence {@code index}, and the stretch of positions that is read. */
    private record Row(int index, int[] tokens, int length, int firstRead, int reads) {}

    private PackedRows(List<Row> unordered, int sequences, boolean cached) {
        this.sequences = sequences;
        unordered.stream()
                .sorted(Comparator.comparingInt(Row::length).reversed())
                .forEach(rows::add);
        this.prefixes = SharedPrefixes.of(
                rows.stream().map(Row::tokens).toList(),
                rows.stream().mapToInt(Row::length).toArray(),
                cached);
        this.reads = rows.stream().mapToInt(Row::reads).sum();
    }

    /**
     * Reads the state before each response token, position {@code promptLength - 1 + t}. The last token is not taken
     * in, for nothing is read there; so answers of one token to one prompt are one row, read once for each. A sequence
     * without response takes no part.
     */
    public static PackedRows beforeResponses(List<Sequence> sequences) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < sequences.size(); i++) {
            Sequence sequence = sequences.get(i);
            int response = sequence.responseLength();
            if (response > 0) {
                if (sequence.promptLength() == 0) {
                    throw new IllegalArgumentException("sequence " + i + " has a response but no prompt");
                }
                rows.add(new Row(
                        i, sequence.tokens(), sequence.tokens().length - 1, sequence.promptLength() - 1, response));
            }
        }
        return new PackedRows(rows, sequences.size(), false);
    }

    /** Reads the last token of each sequence. */
    public static PackedRows lastTokens(List<Sequence> sequences) {
        return lastTokens(sequences, false);
    }

    /** The same for rows whose keys and values are kept: {@link Transformer#prefill}. */
    public static PackedRows prompts(List<Sequence> sequences) {
        return lastTokens(sequences, true);
    }

    private static PackedRows lastTokens(List<Sequence> sequences, boolean cached) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < sequences.size(); i++) {
            int[] ids = sequences.get(i).tokens();
            if (ids.length == 0) {
                throw new IllegalArgumentException("sequence " + i + " has no token");
            }
            rows.add(new Row(i, ids, ids.length, ids.length - 1, 1));
        }
        return new PackedRows(rows, sequences.size(), cached);
    }

    /** How many numbers are read in all; a pass over none can be left out. */
    public int reads() {
        return reads;
    }

    /** The longest row's tokens. */
    int longest() {
        return rows.isEmpty() ? 0 : rows.getFirst().length;
    }

    /** Refuses rows that are longer than the context. */
    void requireFit(ModelConfig config) {
        if (longest() > config.context()) {
            throw new UserError(
                    "a sequence of " + longest() + " tokens does not fit the model's context of " + config.context());
        }
    }

    /** Indices of the sequences in packed order. */
    public int[] order() {
        return rows.stream().mapToInt(Row::index).toArray();
    }

    /** Token ids {@code [n]}. */
    Tensor ids(Scope scope) {
        return each(scope, (row, position) -> row.tokens[position]);
    }

    /** Positions in their rows {@code [n]}. */
    Tensor positions(Scope scope) {
        return each(scope, (row, position) -> position);
    }

    /** Which of the {@code n} tokens are read {@code [reads]}. */
    Tensor places(Scope scope) {
        var places = new ArrayList<int[]>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            places.add(Arrays.copyOfRange(prefixes.places(i), row.firstRead, row.firstRead + row.reads));
        }
        return scope.of(
                places.stream().flatMapToInt(Arrays::stream).asLongStream().toArray());
    }

    /** What attention sees where rows share tokens, {@link SharedPrefixes#spread} and then the way back; else nothing. */
    List<Tensor> shared(Scope scope) {
        return prefixes.isShared() ? List.of(scope.of(prefixes.spread()), scope.of(prefixes.gathered())) : List.of();
    }

    /** The token that follows each place that is read {@code [reads]}. */
    public Tensor targets(Scope scope) {
        return fill(scope, reads, (memory, at, row) -> {
            for (int i = 0; i < row.reads; i++) {
                memory.setAtIndex(ValueLayout.JAVA_LONG, at + i, row.tokens[row.firstRead + 1 + i]);
            }
            return row.reads;
        });
    }

    /** Lengths of the groups of equally long rows that attention sees. */
    long[] groupLengths() {
        return attended().distinct().toArray();
    }

    /** Tokens of those groups. */
    long[] groupTokens() {
        return Arrays.stream(groupLengths())
                .map(length ->
                        length * attended().filter(each -> each == length).count())
                .toArray();
    }

    private LongStream attended() {
        return prefixes.attended().stream().mapToLong(row -> rows.get(row).length);
    }

    /** Numbers in packed order {@code [reads]} as {@code [sequences][reads of it]}. */
    public double[][] unpack(double[] packed) {
        var numbers = new double[sequences][];
        Arrays.fill(numbers, new double[0]);
        int at = 0;
        for (Row row : rows) {
            numbers[row.index] = Arrays.copyOfRange(packed, at, at + row.reads);
            at += row.reads;
        }
        return numbers;
    }

    /** The inverse of {@link #unpack}. */
    public double[] pack(double[][] numbers) {
        var packed = new double[reads];
        int at = 0;
        for (Row row : rows) {
            System.arraycopy(numbers[row.index], 0, packed, at, row.reads);
            at += row.reads;
        }
        return packed;
    }

    private interface Filler {
        int fill(MemorySegment memory, int at, Row row);
    }

    private Tensor fill(Scope scope, int size, Filler filler) {
        Tensor tensor = scope.zeros(ElementType.INT64, size);
        MemorySegment memory = tensor.memory();
        int at = 0;
        for (Row row : rows) {
            at += filler.fill(memory, at, row);
        }
        return tensor;
    }

    private interface Number {
        long at(Row row, int position);
    }

    private Tensor each(Scope scope, Number number) {
        Tensor tensor = scope.zeros(ElementType.INT64, prefixes.tokens());
        MemorySegment memory = tensor.memory();
        for (int i = 0; i < rows.size(); i++) {
            int[] places = prefixes.places(i);
            for (int position = 0; position < places.length; position++) {
                memory.setAtIndex(ValueLayout.JAVA_LONG, places[position], number.at(rows.get(i), position));
            }
        }
        return tensor;
    }
}
