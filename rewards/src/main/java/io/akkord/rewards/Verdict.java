package io.akkord.rewards;

/**
 * What a verifier found.
 *
 * @param score the verifier's own scale, usually 1 for right and 0 for wrong
 * @param evidence one line that lets a person see why, such as {@code "found 42, expected 41"}
 */
public record Verdict(double score, String evidence) {

    private static final int MOST_SHOWN = 60;

    /** 1 where it holds, else 0. */
    public static Verdict of(boolean holds, String evidence) {
        return new Verdict(holds ? 1 : 0, evidence);
    }

    /** 1 where two answers are the same, else 0, with both as evidence. */
    public static Verdict compared(boolean same, String found, String expected) {
        return of(same, "found " + shown(found) + ", expected " + shown(expected));
    }

    /** Text on one line, its beginning where it is long. */
    public static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "nothing" : line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
    }
}
