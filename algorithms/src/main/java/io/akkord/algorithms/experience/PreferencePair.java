package io.akkord.algorithms.experience;

import java.util.List;

/**
 * Two responses to one prompt, one preferred. Its sequences are chosen, then rejected.
 *
 * @param prompt ids
 * @param chosen ids of the preferred response, the end-of-sequence id included
 * @param rejected ids of the other
 * @param margin by how much a reward model should prefer it, 0 when the data does not say (Llama 2, eq. 2)
 */
public record PreferencePair(int[] prompt, int[] chosen, int[] rejected, double margin) implements Row {

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(prompt, chosen), Sequence.of(prompt, rejected));
    }
}
