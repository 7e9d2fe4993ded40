package io.akkord.actors.wire;

import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.weights.Weights;

/** What is too large for a message: the content of a column, or weights. */
public sealed interface BulkValue {

    /** How many rows, or tensors. */
    int rows();

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
    }

    /** A file, such as a {@code tokenizer.json}. */
    record OfBytes(byte[] bytes) implements BulkValue {
        @Override
        public int rows() {
            return 1;
        }
    }
}
