package io.akkord.policies.generate;

import io.akkord.algorithms.experience.Ending;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A response that is being written. */
final class OpenResponse {

    private static final int FIRST_CAPACITY = 16;

    private final Request request;
    private int[] tokens = new int[FIRST_CAPACITY];
    private float[] logprobs = new float[FIRST_CAPACITY];
    private int length;
    private @Nullable Ending ending;

    OpenResponse(Request request) {
        this.request = request;
    }

    /** Writes a token down and decides whether it was the last; {@code most} is the length limit. */
    void append(int token, double logprob, int most, boolean endsSequence, StopRule stop) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            logprobs = Arrays.copyOf(logprobs, 2 * length);
        }
        tokens[length] = token;
        logprobs[length] = (float) logprob;
        length++;
        if (endsSequence) {
            ending = Ending.EOS;
        } else if (stop.stops(tokens, length)) {
            ending = Ending.STOP;
        } else if (length >= most) {
            ending = Ending.LENGTH;
        }
    }

    Request request() {
        return request;
    }

    boolean isOpen() {
        return ending == null;
    }

    Completion completion() {
        Ending reason = ending;
        if (reason == null) {
            throw new IllegalStateException("the response is still being written");
        }
        return new Completion(Arrays.copyOf(tokens, length), Arrays.copyOf(logprobs, length), reason);
    }
}
