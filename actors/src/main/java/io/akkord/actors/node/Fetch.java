package io.akkord.actors.node;

import io.akkord.actors.wire.WireMessage;
import io.akkord.policies.weights.TensorSlice;
import java.util.List;

/**
 * What a worker takes from one published piece of a network.
 *
 * @param from the piece
 * @param parts slices of it; none given means that the piece is what the worker needs, all of it
 * @param sharers workers on the same node that take the same from the same piece: it crosses to that node once for them all
 */
public record Fetch(PublishedNetwork.Piece from, List<Part> parts, int sharers) implements WireMessage {

    /**
     * Neighbouring rows, or columns.
     *
     * @param source where they are in the piece
     * @param to where they go: the row, or column, of the worker's own tensor at which they begin
     */
    public record Part(TensorSlice source, long to) implements WireMessage {}

    public Fetch {
        parts = List.copyOf(parts);
    }

    /** All of a piece, which one worker takes. */
    static Fetch all(PublishedNetwork.Piece from) {
        return new Fetch(from, List.of(), 1);
    }

    /** What crosses, in the piece's own rows and columns. */
    List<TensorSlice> slices() {
        return parts.stream().map(Part::source).toList();
    }
}
