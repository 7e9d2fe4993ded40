package io.akkord.policies.text;

import java.util.Arrays;

/**
 * Text that appears token by token, without ever showing half a character.
 *
 * <p>A token may end inside a UTF-8 character, and some tokenizers decode a token differently at the start of a text. So
 * each piece is the difference of two decodings that share their first ids, and it is held back while it ends in U+FFFD:
 * the scheme of vLLM's {@code detokenize_incrementally}.
 */
public final class TextStream {

    private static final char INCOMPLETE = '\uFFFD';

    private final Tokenizer tokenizer;
    private int[] ids;
    private int length;

    /** Ids before {@code shared} are printed and no longer needed; those before {@code printed} are printed. */
    private int shared;

    private int printed;

    /**
     * A stream of what follows {@code prompt}.
     *
     * @param prompt ids that are not printed, but decide how the next ones read; may be empty
     */
    public TextStream(Tokenizer tokenizer, int[] prompt) {
        this.tokenizer = tokenizer;
        this.ids = prompt.clone();
        this.length = prompt.length;
        this.printed = prompt.length;
    }

    /** The text that this token completes; often one word, and empty while a character is incomplete. */
    public String accept(int token) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, 2 * length));
        }
        ids[length++] = token;
        String text = pending();
        if (text.isEmpty() || text.charAt(text.length() - 1) == INCOMPLETE) {
            return "";
        }
        shared = printed;
        printed = length;
        return text;
    }

    /** What is still held back, with U+FFFD where bytes are missing. */
    public String finish() {
        String text = pending();
        shared = printed;
        printed = length;
        return text;
    }

    private String pending() {
        String before = tokenizer.decode(Arrays.copyOfRange(ids, shared, printed));
        String after = tokenizer.decode(Arrays.copyOfRange(ids, shared, length));
        return after.length() > before.length() ? after.substring(before.length()) : "";
    }
}
