package io.akkord.placement.plan;

/**
 * How many times as long as predicted a step took, each time that it was measured.
 *
 * @param count how often
 * @param mean of the ratios
 * @param squares the sum of their squared distances from the mean (Welford 1962)
 */
record Ratios(int count, double mean, double squares) {

    /** What is believed beforehand weighs as much as so many measurements. */
    private static final double PRIOR = 2;

    /** One iteration's seconds differ from another's by about this share, as long as nothing else is known. */
    private static final double SPREAD = 0.25;

    static final Ratios NONE = new Ratios(0, 0, 0);

    Ratios and(double ratio) {
        double distance = ratio - mean;
        double moved = mean + distance / (count + 1);
        return new Ratios(count + 1, moved, squares + distance * (ratio - moved));
    }

    /** The mean, drawn to {@code believed} as long as there are few. */
    double estimate(double believed) {
        return (PRIOR * believed + count * mean) / (PRIOR + count);
    }

    /** Standard error of {@link #estimate}. */
    double standardError(double believed) {
        double spread = SPREAD * estimate(believed);
        double variance = (PRIOR * spread * spread + squares) / (PRIOR + count);
        return Math.sqrt(variance / (PRIOR + count));
    }
}
