package io.akkord.algorithms.experience;

import java.util.List;

/**
 * A response with a verdict of its own, not a rival.
 *
 * @param prompt ids
 * @param response ids, the end-of-sequence id included
 * @param desirable whether people want more of it
 */
public record LabelledResponse(int[] prompt, int[] response, boolean desirable) implements Row {

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(prompt, response));
    }
}
