package io.akkord.placement.collective;

/**
 * One message between two ranks.
 *
 * @param sender rank
 * @param receiver another rank
 * @param chunk where it is read by the one and written by the other
 * @param effect on what the receiver has there
 */
public record Send(int sender, int receiver, Chunk chunk, Effect effect) {

    /** What a receiver does with what it gets. */
    public enum Effect {
        REPLACE,
        ADD
    }

    public Send {
        if (sender == receiver) {
            throw new IllegalArgumentException("rank " + sender + " sends to itself");
        }
    }
}
