package io.akkord.algorithms.experience;

import java.util.List;

/**
 * A response to imitate.
 *
 * @param prompt ids, may be a lone begin-of-sequence id
 * @param response ids, the end-of-sequence id included
 */
public record Demonstration(int[] prompt, int[] response) implements Row {

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(prompt, response));
    }
}
