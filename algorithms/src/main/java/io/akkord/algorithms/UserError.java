package io.akkord.algorithms;

/**
 * The user's input is wrong: one sentence that says what, where (file, line, key) and what would be right.
 *
 * <p>The command line prints the message alone and ends with exit status 2. A broken invariant of our own is an {@link
 * IllegalStateException} instead.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
