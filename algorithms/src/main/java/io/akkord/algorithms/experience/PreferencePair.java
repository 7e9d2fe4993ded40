package io.akkord.algorithms.experience;

import java.util.Arrays;
import java.util.List;

/**
 * Two responses to one prompt, one preferred. Its sequences are chosen, then rejected.
 *
 * @param prompt ids
 * @param chosen ids of the preferred response, the end-of-sequence id included
 * @param rejected ids of the other
 * @param margin by how much a reward model should prefer it, 0 when the data does not say (Llama 2, eq. 2)
 * @param strength the probability that the chosen one is preferred, in [0, 1]; 1 when the data does not say
 */
public record PreferencePair(int[] prompt, int[] chosen, int[] rejected, double margin, double strength)
        implements Row {

    public PreferencePair {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must lie in [0, 1], was " + strength);
        }
    }

    /** A pair whose preference is certain. */
    public PreferencePair(int[] prompt, int[] chosen, int[] rejected, double margin) {
        this(prompt, chosen, rejected, margin, 1);
    }

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(prompt, chosen), Sequence.of(prompt, rejected));
    }

    /** Whether both responses are the same tokens, so that there is nothing to prefer. */
    public boolean isTie() {
        return Arrays.equals(chosen, rejected);
    }
}
