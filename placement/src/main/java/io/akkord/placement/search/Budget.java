package io.akkord.placement.search;

/**
 * When a search stops, and which of its random walks it takes.
 *
 * @param seed the same seed and evaluations give the same answer, unless the time runs out first
 * @param evaluations prices and bounds asked for, together
 * @param seconds wall-clock time
 */
public record Budget(long seed, long evaluations, double seconds) {

    /** Until proved, or until the time is over. */
    public static Budget ofSeconds(double seconds) {
        return new Budget(0, Long.MAX_VALUE, seconds);
    }
}
