package io.akkord.rewards;

/**
 * What a verifier found.
 *
 * @param score the verifier's own scale, usually 1 for right and 0 for wrong
 * @param evidence one line that lets a person see why, such as {@code "found 42, expected 41"}
 */
public record Verdict(double score, String evidence) {

    /** 1 where it holds, else 0. */
    public static Verdict of(boolean holds, String evidence) {
        return new Verdict(holds ? 1 : 0, evidence);
    }
}
