package io.akkord.rewards;

/** A reward cannot judge this response; its message is the reason that the run reports. */
public final class Unscored extends Exception {

    private static final long serialVersionUID = 1;

    public Unscored(String reason) {
        super(reason);
    }

    public Unscored(String reason, Throwable cause) {
        super(reason, cause);
    }
}
