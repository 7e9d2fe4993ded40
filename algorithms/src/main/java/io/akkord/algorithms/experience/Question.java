package io.akkord.algorithms.experience;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A prompt and the answers that may follow it; a language model is asked how likely each is. Its sequences are the
 * answers in order, each behind the prompt.
 *
 * @param prompt ids, at least one
 * @param answers ids of each answer; all rows of a column have equally many. Empty answers are not asked about
 */
public record Question(int[] prompt, List<int[]> answers) implements Row {

    public Question {
        answers = List.copyOf(answers);
    }

    /** The question, or one that is not asked where it is longer than a network can read. */
    public static Question within(int context, int[] prompt, List<int[]> answers) {
        int longest = answers.stream().mapToInt(answer -> answer.length).max().orElse(0);
        return prompt.length + longest <= context
                ? new Question(prompt, answers)
                : new Question(prompt, Collections.nCopies(answers.size(), new int[0]));
    }

    /**
     * Log-probs of whole answers.
     *
     * @param tokens of each answer's tokens, nats, {@code [questions * answers][tokens]}
     * @return {@code [questions][answers]}; NaN where nothing was asked
     */
    public static double[][] logprobs(TokenGrid tokens, int answers) {
        double[][] values = tokens.values();
        var read = new double[values.length / answers][answers];
        for (int i = 0; i < values.length; i++) {
            read[i / answers][i % answers] = values[i].length == 0
                    ? Double.NaN
                    : Arrays.stream(values[i]).sum();
        }
        return read;
    }

    @Override
    public List<Sequence> sequences() {
        return answers.stream().map(answer -> Sequence.of(prompt, answer)).toList();
    }
}
