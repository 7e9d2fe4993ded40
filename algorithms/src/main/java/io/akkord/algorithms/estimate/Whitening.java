package io.akkord.algorithms.estimate;

/**
 * Brings numbers of a whole batch to mean 0 and deviation 1, so that the size of an update does not hang on the reward's
 * scale.
 *
 * <p>Mean and unbiased variance are those of all masked tokens of all rows together, and each token becomes {@code (x -
 * mean) / sqrt(variance + 1e-8)}, as TRL and verl compute it. A batch of fewer than two tokens has no variance and stays
 * as it is.
 *
 * @param keepMean adds the mean back, as TRL does for rewards
 */
public record Whitening(boolean keepMean) {

    private static final double EPSILON = 1e-8;

    /**
     * Whitens a batch.
     *
     * @param values {@code [rows][tokens]}, ragged
     * @param mask same shape; entries outside it do not count and become 0
     */
    public double[][] apply(double[][] values, boolean[][] mask) {
        RunningMoments moments = RunningMoments.of(values, mask);
        boolean degenerate = moments.count() < 2;
        double scale = degenerate ? 1 : 1 / Math.sqrt(moments.variance() + EPSILON);
        double shift = degenerate ? 0 : moments.mean();
        double after = keepMean ? shift : 0;

        var whitened = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            whitened[i] = new double[values[i].length];
            for (int t = 0; t < values[i].length; t++) {
                whitened[i][t] = mask[i][t] ? (values[i][t] - shift) * scale + after : 0;
            }
        }
        return whitened;
    }
}
