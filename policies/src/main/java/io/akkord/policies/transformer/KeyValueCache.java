package io.akkord.policies.transformer;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of a batch of rows, each layer {@code [rows, keyValueHeads, capacity, headSize]}, allocated once.
 *
 * <p>A prompt fills the columns from 0; decoding goes on at the column behind the longest prompt, for all rows alike.
 * So the columns between a shorter prompt's end and there are a gap that attention must not see: {@link #gaps} is
 * minus infinity on them.
 */
public final class KeyValueCache implements AutoCloseable {

    private final Script script;
    private Scope scope = new Scope();
    private List<Tensor> keys = new ArrayList<>();
    private List<Tensor> values = new ArrayList<>();
    private List<Tensor> gaps;
    private int columns;

    /** An empty cache, see {@link Transformer#newCache}; {@code script} is the decoder's. */
    KeyValueCache(
            Script script,
            int layers,
            int keyValueHeads,
            int headSize,
            Precision precision,
            int[] promptLengths,
            int capacity) {
        this.script = script;
        for (int i = 0; i < layers; i++) {
            keys.add(scope.zeros(precision.type(), promptLengths.length, keyValueHeads, capacity, headSize));
            values.add(scope.zeros(precision.type(), promptLengths.length, keyValueHeads, capacity, headSize));
        }
        this.gaps = gaps(precision, promptLengths, promptLengths[0], capacity);
    }

    /** Drops the rows that are not in {@code kept}, which are renumbered in its order. */
    public void compact(long[] kept) {
        var next = new Scope();
        try (var old = scope) {
            scope = next;
            Tensor indices = old.of(kept);
            keys = each(keys, indices, next);
            values = each(values, indices, next);
            gaps = gaps.stream()
                    .map(mask ->
                            script.call("keep_masks").with(mask).with(indices).tensor(next))
                    .toList();
        }
    }

    private List<Tensor> each(List<Tensor> tensors, Tensor kept, Scope next) {
        var compacted = new ArrayList<Tensor>();
        for (Tensor tensor : tensors) {
            compacted.add(script.call("keep_rows")
                    .with(tensor)
                    .with(kept)
                    .with(columns)
                    .tensor(next));
        }
        return compacted;
    }

    private List<Tensor> gaps(Precision precision, int[] promptLengths, int longest, int capacity) {
        boolean any = false;
        for (int length : promptLengths) {
            any |= length < longest;
        }
        if (!any) {
            return List.of();
        }
        Tensor mask = scope.zeros(precision.type(), promptLengths.length, 1, 1, capacity);
        var memory = mask.memory();
        for (int row = 0; row < promptLengths.length; row++) {
            for (int column = promptLengths[row]; column < longest; column++) {
                long at = (long) row * capacity + column;
                if (precision == Precision.FLOAT32) {
                    memory.setAtIndex(JAVA_FLOAT, at, Float.NEGATIVE_INFINITY);
                } else {
                    memory.setAtIndex(JAVA_DOUBLE, at, Double.NEGATIVE_INFINITY);
                }
            }
        }
        return List.of(mask);
    }

    /** How many columns are in use; the next token goes behind them. */
    int columns() {
        return columns;
    }

    void filled(int used) {
        columns = used;
    }

    List<Tensor> keys() {
        return keys;
    }

    List<Tensor> values() {
        return values;
    }

    /** The additive mask {@code [rows, 1, 1, capacity]}, or nothing where no row has a gap. */
    List<Tensor> gaps() {
        return gaps;
    }

    @Override
    public void close() {
        scope.close();
    }
}
