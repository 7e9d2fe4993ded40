package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.TextCodec;
import java.util.Arrays;

/** Responses as they are quoted: the ids that were sampled, without the one that ends a sequence. */
public final class Responses {

    private Responses() {}

    /** The response's ids without the end-of-sequence id, where it ends in one. */
    public static int[] withoutEnd(int[] response, TextCodec codec) {
        int[] end = codec.end();
        boolean ended = end.length == 1 && response.length > 0 && response[response.length - 1] == end[0];
        return ended ? Arrays.copyOf(response, response.length - 1) : response;
    }
}
