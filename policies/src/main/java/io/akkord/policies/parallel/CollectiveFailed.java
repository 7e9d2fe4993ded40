package io.akkord.policies.parallel;

/** A collective cannot end: a rank did not come, or the way to it broke. The message says which, in which phase. */
public final class CollectiveFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CollectiveFailed(String message) {
        super(message);
    }

    public CollectiveFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
