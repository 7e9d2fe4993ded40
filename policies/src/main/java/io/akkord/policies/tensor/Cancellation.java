package io.akkord.policies.tensor;

/** Asked between decode steps and between micro-batches whether the work is still wanted. */
@FunctionalInterface
public interface Cancellation {

    /** Work that nobody can stop. */
    Cancellation NEVER = () -> {};

    /**
     * Returns if the work is still wanted.
     *
     * @throws java.util.concurrent.CancellationException if it is not
     */
    void check();
}
