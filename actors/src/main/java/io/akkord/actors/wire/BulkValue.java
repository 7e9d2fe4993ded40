package io.akkord.actors.wire;

import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.TensorSlice;
import io.akkord.policies.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;

/** What is too large for a message: the content of a column, or weights. */
public sealed interface BulkValue {

    /** How many rows, or tensors. */
    int rows();

    /**
     * Slices of its tensors, each as a tensor of that name; rows share memory with the whole. All of it where no slice is
     * named.
     *
     * @throws IllegalArgumentException if it has no such tensor, or a tensor is named twice
     */
    default BulkValue cut(List<TensorSlice> slices) {
        if (slices.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException("it holds no tensors that could be cut");
    }

    /** The content of a column. */
    record OfColumn(ColumnContent content) implements BulkValue {
        @Override
        public int rows() {
            return switch (content) {
                case Rows<?> rows -> rows.size();
                case TokenGrid grid -> grid.values().length / grid.perRow();
                case Scores scores -> scores.values().length;
                case State _ -> 1;
            };
        }
    }

    /** The values of a network, or moments in its shape. */
    record OfWeights(Weights weights) implements BulkValue {
        @Override
        public int rows() {
            return weights.tensors().size();
        }

        @Override
        public BulkValue cut(List<TensorSlice> slices) {
            if (slices.isEmpty()) {
                return this;
            }
            var cut = new LinkedHashMap<String, HostTensor>();
            for (TensorSlice slice : slices) {
                HostTensor part = weights.get(slice.tensor()).slice(slice.dimension(), slice.from(), slice.to());
                if (cut.put(slice.tensor(), part) != null) {
                    throw new IllegalArgumentException(slice.tensor() + " is asked for twice");
                }
            }
            return new OfWeights(new Weights(cut));
        }
    }

    /** A file, such as a {@code tokenizer.json}. */
    record OfBytes(byte[] bytes) implements BulkValue {
        @Override
        public int rows() {
            return 1;
        }
    }
}
