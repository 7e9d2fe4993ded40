package io.akkord.placement.reallocation;

import io.akkord.placement.model.ModelShape;
import io.akkord.placement.reallocation.Parameter.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How two numbers of tensor slices cut the same layer: the parts that some slices of the one and some of the other hold.
 *
 * <p>Parts of all parameters with the same holders go together. With powers of two that leaves as many parts as the larger
 * number of slices, and one for what is whole everywhere.
 */
final class Overlap {

    private final ModelShape shape;
    private final int from;
    private final int to;
    private final Map<Place, List<Part>> parts = new EnumMap<>(Place.class);

    Overlap(ModelShape shape, int from, int to) {
        if (Math.max(from, to) > shape.heads()) {
            throw new IllegalArgumentException(
                    Math.max(from, to) + " tensor slices of " + shape.heads() + " heads leave some without one");
        }
        this.shape = shape;
        this.from = from;
        this.to = to;
        for (Place place : Place.values()) {
            parts.put(place, cut(place));
        }
    }

    /** An interval of units. */
    record Piece(Parameter parameter, int from, int to) {}

    /** Slices that hold a part on both sides, the ends excluded. */
    record Holders(int from, int fromEnd, int to, int toEnd) {}

    /**
     * What the same slices hold of a layer.
     *
     * @param numbers of one layer
     */
    record Part(Holders holders, List<Piece> pieces, long numbers) {}

    /** The parts of one layer, each number of it in exactly one. */
    List<Part> parts(Place place) {
        return parts.getOrDefault(place, List.of());
    }

    private List<Part> cut(Place place) {
        var byHolders = new LinkedHashMap<Holders, List<Piece>>();
        for (Parameter parameter : Parameter.values()) {
            if (parameter.place(shape) == place && parameter.numbers(shape) > 0) {
                Integer start = null;
                for (int end : bounds(parameter.axis())) {
                    if (start != null) {
                        Holders holders = holders(parameter.axis(), start);
                        byHolders
                                .computeIfAbsent(holders, _ -> new ArrayList<>())
                                .add(new Piece(parameter, start, end));
                    }
                    start = end;
                }
            }
        }
        var cut = new ArrayList<Part>();
        byHolders.forEach((holders, pieces) -> cut.add(new Part(holders, pieces, numbers(pieces))));
        return cut;
    }

    private long numbers(List<Piece> pieces) {
        return pieces.stream()
                .mapToLong(piece -> piece.parameter().numbers(shape) * (piece.to() - piece.from()))
                .sum();
    }

    private TreeSet<Integer> bounds(Axis axis) {
        var bounds = new TreeSet<Integer>();
        for (int slice = 0; slice < from; slice++) {
            bounds.add(axis.from(shape, slice, from));
            bounds.add(axis.to(shape, slice, from));
        }
        for (int slice = 0; slice < to; slice++) {
            bounds.add(axis.from(shape, slice, to));
            bounds.add(axis.to(shape, slice, to));
        }
        return bounds;
    }

    private Holders holders(Axis axis, int unit) {
        return new Holders(
                first(axis, unit, from), first(axis, unit, from) + count(axis, unit, from),
                first(axis, unit, to), first(axis, unit, to) + count(axis, unit, to));
    }

    private int first(Axis axis, int unit, int slices) {
        int slice = 0;
        while (axis.to(shape, slice, slices) <= unit) {
            slice++;
        }
        return slice;
    }

    private int count(Axis axis, int unit, int slices) {
        int first = first(axis, unit, slices);
        int end = first;
        while (end < slices && axis.from(shape, end, slices) <= unit) {
            end++;
        }
        return end - first;
    }
}
