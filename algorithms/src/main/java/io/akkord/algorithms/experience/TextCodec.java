package io.akkord.algorithms.experience;

import java.util.Arrays;

/**
 * Turns text into the ids that the run's networks read, and ids into text.
 *
 * <p>What a policy sampled stays ids: a prompt that quotes a response is put together from encoded text and the
 * response's own ids, never from text that was decoded and encoded again.
 */
public interface TextCodec {

    /** Ids of a text that begins a sequence, with whatever ids the model's sequences begin with. */
    int[] prompt(String text);

    /** Ids of a text that goes on after other ids. */
    int[] continuation(String text);

    /** Most ids that a sequence may have. */
    int context();

    /** The id that ends a response, or none where the model has none. */
    int[] end();

    /** Ids of a whole response: the text and what ends it. */
    default int[] response(String text) {
        int[] ids = continuation(text);
        int[] ended = Arrays.copyOf(ids, ids.length + end().length);
        System.arraycopy(end(), 0, ended, ids.length, end().length);
        return ended;
    }

    /** The text of ids, special tokens left out. */
    String text(int[] ids);
}
