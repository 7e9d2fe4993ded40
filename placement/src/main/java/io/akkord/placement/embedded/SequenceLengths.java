package io.akkord.placement.embedded;

import io.akkord.placement.cost.ResponseLengths;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long the sequences are that a call meets, in the order in which it meets them.
 *
 * @param prompts tokens of each prompt, at least 1
 * @param responses tokens of each response, at least 1
 * @param distinct share of the tokens that a pass takes in, since rows share how they begin; 1 where they share nothing
 */
public record SequenceLengths(int[] prompts, int[] responses, double distinct) {

    /** Strides of the golden section meet every row, neighbours far apart. */
    private static final double GOLDEN = 0.6180339887498949;

    public SequenceLengths {
        if (prompts.length != responses.length) {
            throw new IllegalArgumentException(
                    prompts.length + " prompts cannot have " + responses.length + " responses");
        }
        if (!(distinct > 0 && distinct <= 1)) {
            throw new IllegalArgumentException("distinct must lie in (0, 1], was " + distinct);
        }
        prompts = prompts.clone();
        responses = responses.clone();
    }

    /**
     * Prompts of one length with responses that are spread as {@code lengths} says, long and short ones mixed.
     *
     * @param sequences how many
     * @param limit most tokens of a response
     */
    public static SequenceLengths of(int sequences, int prompt, ResponseLengths lengths, int limit) {
        var prompts = new int[sequences];
        var responses = new int[sequences];
        Arrays.fill(prompts, prompt);
        for (int i = 0; i < sequences; i++) {
            responses[i] = quantile(lengths, limit, (i + 1) * GOLDEN % 1);
        }
        return new SequenceLengths(prompts, responses, 1);
    }

    /** The fewest tokens that all but a share of {@code above} of the responses have ended after. */
    private static int quantile(ResponseLengths lengths, int limit, double above) {
        int low = 1;
        int high = limit;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lengths.survivors(middle) <= above) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The same rows where a pass takes in only that share of their tokens. */
    public SequenceLengths sharing(double distinctShare) {
        return new SequenceLengths(prompts, responses, distinctShare);
    }

    /** Those of the copy that gets most of the rows. */
    SequenceLengths share(int copies) {
        int most = Math.ceilDiv(size(), copies);
        return new SequenceLengths(Arrays.copyOf(prompts, most), Arrays.copyOf(responses, most), distinct);
    }

    /** The rows, the longest first. */
    int[] longestFirst() {
        return IntStream.range(0, size())
                .boxed()
                .sorted((a, b) -> tokens(b) - tokens(a))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int size() {
        return prompts.length;
    }

    int prompt(int row) {
        return prompts[row];
    }

    int response(int row) {
        return responses[row];
    }

    int tokens(int row) {
        return prompts[row] + responses[row];
    }
}
