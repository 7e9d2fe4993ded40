package io.akkord.actors.wire;

/** Bytes did not cross between two nodes; the message names the peer and the cause. */
public final class TransferFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TransferFailed(String message) {
        super(message);
    }

    public TransferFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
