package io.akkord.algorithms.estimate;

/**
 * DAPO's soft punishment of responses that near their length limit, Yu et al. 2025, eq. 13.
 *
 * <p>Nothing up to {@code limit - buffer} tokens, then linearly down to {@code -factor} at the limit.
 *
 * @param buffer tokens before the limit over which the punishment grows; 0 for none
 * @param factor the punishment at the limit
 * @param capped whether it stays at {@code -factor} beyond the limit, as in OpenRLHF; verl lets it grow, which shows only
 *     where the limit is lower than the longest response
 */
public record SoftOverlong(int buffer, double factor, boolean capped) {

    /** No punishment. */
    public static final SoftOverlong NONE = new SoftOverlong(0, 1, true);

    public SoftOverlong {
        if (buffer < 0) {
            throw new IllegalArgumentException("buffer must be at least 0, was " + buffer);
        }
        if (!(factor >= 0)) {
            throw new IllegalArgumentException("factor must be at least 0, was " + factor);
        }
    }

    /**
     * What is added to the score, never positive.
     *
     * @param length sampled tokens
     * @param limit most tokens a response should have
     */
    public double at(int length, int limit) {
        double exceeded = (double) length - (limit - buffer);
        if (buffer == 0 || exceeded <= 0) {
            return 0;
        }
        return -(capped ? Math.min(exceeded, buffer) : exceeded) / buffer * factor;
    }
}
