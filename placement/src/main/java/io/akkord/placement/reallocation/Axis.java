package io.akkord.placement.reallocation;

import io.akkord.placement.model.ModelShape;

/** What the tensor slices of a network count through when they share out a parameter. */
enum Axis {
    QUERY_HEADS,
    KEY_VALUE_HEADS,
    INTERMEDIATE,
    VOCABULARY,
    /** Not cut: each slice holds all of it. */
    WHOLE;

    /** Units in the network. */
    int length(ModelShape shape) {
        return switch (this) {
            case QUERY_HEADS -> shape.heads();
            case KEY_VALUE_HEADS -> shape.keyValueHeads();
            case INTERMEDIATE -> shape.intermediate();
            case VOCABULARY -> shape.vocabulary();
            case WHOLE -> 1;
        };
    }

    /** The first unit of a slice. Key and value heads go where the queries are that read them, to several slices if need be. */
    int from(ModelShape shape, int slice, int slices) {
        return switch (this) {
            case QUERY_HEADS, INTERMEDIATE, VOCABULARY -> cut(length(shape), slice, slices);
            case KEY_VALUE_HEADS -> cut(shape.heads(), slice, slices) / queriesPerHead(shape);
            case WHOLE -> 0;
        };
    }

    /** The unit after the last one of a slice. */
    int to(ModelShape shape, int slice, int slices) {
        return switch (this) {
            case QUERY_HEADS, INTERMEDIATE, VOCABULARY -> cut(length(shape), slice + 1, slices);
            case KEY_VALUE_HEADS -> Math.ceilDiv(cut(shape.heads(), slice + 1, slices), queriesPerHead(shape));
            case WHOLE -> 1;
        };
    }

    private static int queriesPerHead(ModelShape shape) {
        return shape.heads() / shape.keyValueHeads();
    }

    private static int cut(int length, int slice, int slices) {
        return (int) ((long) length * slice / slices);
    }
}
