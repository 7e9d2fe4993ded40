package io.akkord.actors;

/** A run ended because it was asked to; it can be resumed from its directory. */
public final class RunStopped extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String checkpoint;

    RunStopped(String checkpoint) {
        super("stopped" + (checkpoint.isEmpty() ? " before its first boundary" : "; saved " + checkpoint));
        this.checkpoint = checkpoint;
    }

    /** Path of the checkpoint that was saved, empty when there was nothing to save. */
    public String checkpoint() {
        return checkpoint;
    }
}
