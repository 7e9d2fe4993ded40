package io.akkord.algorithms.experience;

import java.util.Arrays;

/**
 * One input of a network: a prompt and the response that follows it, as token ids.
 *
 * <p>Everything a network yields for a sequence is indexed by response token {@code t}: its log-prob and its value are
 * read at position {@code promptLength - 1 + t}, the state before the token.
 *
 * @param tokens prompt ids, then response ids
 * @param promptLength how many of {@code tokens} are the prompt, at least 1 where a response follows
 * @param sampled mask {@code [response tokens]}: true for tokens the policy itself chose, the end-of-sequence token
 *     included; false for tool or environment tokens, which are context and count in no loss
 */
public record Sequence(int[] tokens, int promptLength, boolean[] sampled) {

    public Sequence {
        if (promptLength < 0 || promptLength > tokens.length) {
            throw new IllegalArgumentException(
                    "promptLength " + promptLength + " lies outside a sequence of " + tokens.length + " tokens");
        }
        if (sampled.length != tokens.length - promptLength) {
            throw new IllegalArgumentException("mask of " + sampled.length + " entries for a response of "
                    + (tokens.length - promptLength) + " tokens");
        }
    }

    /** Joins a prompt and a response whose tokens were all sampled. */
    public static Sequence of(int[] prompt, int[] response) {
        var sampled = new boolean[response.length];
        Arrays.fill(sampled, true);
        return of(prompt, response, sampled);
    }

    /** Joins a prompt and a response with its mask {@code [response tokens]}. */
    public static Sequence of(int[] prompt, int[] response, boolean[] sampled) {
        var tokens = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        return new Sequence(tokens, prompt.length, sampled);
    }

    /** How many response tokens there are. */
    public int responseLength() {
        return tokens.length - promptLength;
    }

    /** How many response tokens the policy sampled. */
    public int sampledTokens() {
        int count = 0;
        for (boolean one : sampled) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
