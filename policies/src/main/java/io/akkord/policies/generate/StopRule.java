package io.akkord.policies.generate;

/** Says after each sampled token whether the response ends here. */
@FunctionalInterface
public interface StopRule {

    /**
     * Whether the response so far is complete.
     *
     * @param tokens holds the response from index 0; not to be kept or changed
     * @param length how many of them count
     */
    boolean stops(int[] tokens, int length);

    /** Ends nothing: only end-of-sequence ids and lengths do. */
    static StopRule none() {
        return (tokens, length) -> false;
    }
}
