package io.akkord.algorithms.experience;

import java.util.List;
import java.util.Map;

/**
 * What a policy is asked.
 *
 * @param index the prompt's place in its data set; with the seed, iteration, sample and position it keys the randomness
 * @param text as the data set spells it
 * @param tokens {@code text} encoded, at least one id
 * @param labels whatever else the row of the data set says, such as {@code answer}; verifiers read it
 */
public record Prompt(long index, String text, int[] tokens, Map<String, String> labels) implements Row {

    @Override
    public List<Sequence> sequences() {
        return List.of(Sequence.of(tokens, new int[0]));
    }
}
