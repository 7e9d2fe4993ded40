package io.akkord.placement.reallocation;

/**
 * The same part of one parameter in neighbouring layers.
 *
 * @param parameter which one
 * @param fromLayer the first layer: 0 is the embedding, 1 the first block, the one after the last block is the head
 * @param toLayer the layer after the last one
 * @param from the first unit of the parameter's axis: a head, a column of the feed-forward, a row of the vocabulary; 0
 *     where the parameter is not cut
 * @param to the unit after the last one
 */
public record Slice(Parameter parameter, int fromLayer, int toLayer, int from, int to) {

    public Slice {
        if (fromLayer < 0 || toLayer <= fromLayer || from < 0 || to <= from) {
            throw new IllegalArgumentException("an empty slice of " + parameter + ": layers " + fromLayer + " to "
                    + toLayer + ", units " + from + " to " + to);
        }
    }
}
