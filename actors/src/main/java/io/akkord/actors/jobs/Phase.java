package io.akkord.actors.jobs;

/** Where a job is between its submission and its end. */
public enum Phase {
    /** It waits for its devices, or for those before it. */
    QUEUED,
    /** It has its devices. */
    RUNNING,
    /** Its run came to its end. */
    DONE,
    /** Its run ended otherwise; the job says why. */
    FAILED,
    /** Somebody cancelled it. */
    CANCELLED;

    /** Whether nothing will happen to it any more. */
    public boolean isLast() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
