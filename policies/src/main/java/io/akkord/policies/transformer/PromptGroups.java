package io.akkord.policies.transformer;

import io.akkord.algorithms.experience.Sequence;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/** Orders that keep rows with the same prompt together, so that one pass takes in what they share once. */
public final class PromptGroups {

    private PromptGroups() {}

    /** The order that puts each sequence behind the first with its prompt, and changes nothing else. */
    public static int[] together(List<Sequence> sequences) {
        int[] first = first(prompts(sequences));
        return sorted(Comparator.comparingInt(i -> first[i]), first.length);
    }

    /** The longest sequence first, behind it those with the same prompt, longest first; then the longest of the rest. */
    public static int[] longestFirst(List<Sequence> sequences) {
        int[] first = first(prompts(sequences));
        var longest = new int[first.length];
        for (int i = 0; i < first.length; i++) {
            longest[first[i]] = Math.max(longest[first[i]], sequences.get(i).tokens().length);
        }
        return sorted(
                Comparator.<Integer>comparingInt(i -> -longest[first[i]])
                        .thenComparingInt(i -> first[i])
                        .thenComparingInt(i -> -sequences.get(i).tokens().length),
                first.length);
    }

    /** Prompts, the longest first and equal ones together. */
    public static int[] longestPromptFirst(List<int[]> prompts) {
        int[] first = first(prompts.stream().map(IntBuffer::wrap).toList());
        return sorted(
                Comparator.<Integer>comparingInt(i -> -prompts.get(i).length).thenComparingInt(i -> first[i]),
                first.length);
    }

    private static List<IntBuffer> prompts(List<Sequence> sequences) {
        return sequences.stream()
                .map(sequence -> IntBuffer.wrap(sequence.tokens(), 0, sequence.promptLength()))
                .toList();
    }

    /** For each prompt the index of the first that is equal. */
    private static int[] first(List<IntBuffer> prompts) {
        var known = new HashMap<IntBuffer, Integer>();
        var first = new int[prompts.size()];
        Arrays.setAll(first, i -> {
            Integer before = known.putIfAbsent(prompts.get(i), i);
            return before == null ? i : before;
        });
        return first;
    }

    private static int[] sorted(Comparator<Integer> order, int size) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
