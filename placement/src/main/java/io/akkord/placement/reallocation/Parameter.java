package io.akkord.placement.reallocation;

import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;

/**
 * The parameters of a decoder, as its tensor slices share them out.
 *
 * <p>A bias goes with the rows of its matrix; one that is added after slices are summed is whole in each of them. Where
 * the head is the embedding, there is no head: the embedding is then held by the first stage and by the last one.
 */
public enum Parameter {
    EMBEDDING(Axis.VOCABULARY),
    POSITIONS(Axis.WHOLE),
    ATTENTION_NORM(Axis.WHOLE),
    QUERY(Axis.QUERY_HEADS),
    KEY(Axis.KEY_VALUE_HEADS),
    VALUE(Axis.KEY_VALUE_HEADS),
    OUTPUT(Axis.QUERY_HEADS),
    OUTPUT_BIAS(Axis.WHOLE),
    FEED_FORWARD_NORM(Axis.WHOLE),
    GATE(Axis.INTERMEDIATE),
    UP(Axis.INTERMEDIATE),
    DOWN(Axis.INTERMEDIATE),
    DOWN_BIAS(Axis.WHOLE),
    FINAL_NORM(Axis.WHOLE),
    HEAD(Axis.VOCABULARY),
    /** Of a network that ends in one number. */
    SCALAR_HEAD(Axis.WHOLE);

    /** Which stages hold a parameter: the first, the one with the block, the last, or the first and the last. */
    enum Place {
        FIRST,
        BLOCK,
        LAST,
        ENDS
    }

    private final Axis axis;

    Parameter(Axis axis) {
        this.axis = axis;
    }

    Axis axis() {
        return axis;
    }

    Place place(ModelShape shape) {
        return switch (this) {
            case EMBEDDING -> shape.tied() && !shape.scalar() ? Place.ENDS : Place.FIRST;
            case POSITIONS -> Place.FIRST;
            case FINAL_NORM, HEAD, SCALAR_HEAD -> Place.LAST;
            default -> Place.BLOCK;
        };
    }

    /** Numbers for each unit of its axis, 0 where the network has no such parameter. */
    long numbers(ModelShape shape) {
        long hidden = shape.hidden();
        long size = shape.headSize();
        boolean gpt = shape.family() == Family.GPT;
        return switch (this) {
            case EMBEDDING -> hidden;
            case POSITIONS -> shape.positions() * hidden;
            case ATTENTION_NORM, FEED_FORWARD_NORM, FINAL_NORM -> shape.normParameters();
            case QUERY, KEY, VALUE -> hidden * size + (shape.family() == Family.LLAMA ? 0 : size);
            case OUTPUT -> hidden * size;
            case OUTPUT_BIAS, DOWN_BIAS -> gpt ? hidden : 0;
            case GATE -> gpt ? 0 : hidden;
            case UP -> hidden + (gpt ? 1 : 0);
            case DOWN -> hidden;
            case HEAD -> shape.tied() || shape.scalar() ? 0 : hidden;
            case SCALAR_HEAD -> shape.scalar() ? hidden : 0;
        };
    }
}
