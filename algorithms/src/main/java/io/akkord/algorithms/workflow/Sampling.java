package io.akkord.algorithms.workflow;

import java.util.List;

/**
 * How responses are drawn.
 *
 * @param temperature divides the logits here and in every later pass over the response; 0 takes the likeliest token
 * @param topP keeps the smallest set of tokens whose probability reaches it, in (0, 1]
 * @param topK keeps that many tokens, 0 keeps all
 * @param maxTokens most response tokens
 * @param samples responses for each prompt
 * @param stop strings that end a response once they appear in its text
 */
public record Sampling(double temperature, double topP, int topK, int maxTokens, int samples, List<String> stop) {

    public Sampling {
        stop = List.copyOf(stop);
        check(temperature >= 0, "temperature must be at least 0, was " + temperature);
        check(topP > 0 && topP <= 1, "top-p must lie in (0, 1], was " + topP);
        check(topK >= 0, "top-k must be at least 0, was " + topK);
        check(maxTokens >= 1, "max-tokens must be at least 1, was " + maxTokens);
        check(samples >= 1, "samples must be at least 1, was " + samples);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public boolean isGreedy() {
        return temperature == 0;
    }

    /** The likeliest response alone, within the same bounds. */
    public Sampling greedy() {
        return new Sampling(0, 1, 0, maxTokens, 1, stop);
    }

    /** One response to each prompt. */
    public Sampling single() {
        return times(1);
    }

    /** So many responses to each prompt. */
    public Sampling times(int responses) {
        return new Sampling(temperature, topP, topK, maxTokens, responses, stop);
    }

    /** What log-probs are divided by in every pass: the temperature, or 1 where sampling is greedy. */
    public double logitTemperature() {
        return isGreedy() ? 1 : temperature;
    }
}
