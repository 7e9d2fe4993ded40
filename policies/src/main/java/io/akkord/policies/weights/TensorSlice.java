package io.akkord.policies.weights;

/**
 * Neighbouring rows, or columns, of a tensor.
 *
 * @param tensor its name
 * @param dimension 0 for rows, 1 for columns
 * @param from the first
 * @param to the one after the last
 */
public record TensorSlice(String tensor, int dimension, long from, long to) {

    public TensorSlice {
        if (dimension < 0 || dimension > 1 || from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    tensor + " has no slice from " + from + " to " + to + " in dimension " + dimension);
        }
    }

    public long size() {
        return to - from;
    }
}
