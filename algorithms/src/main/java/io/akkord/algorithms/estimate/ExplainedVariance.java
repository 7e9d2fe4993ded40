package io.akkord.algorithms.estimate;

/** How much of the returns' spread a critic foresaw: 1 is all of it, 0 what a constant would, less is worse than that. */
public final class ExplainedVariance {

    private ExplainedVariance() {}

    /**
     * {@code 1 - variance(returns - values) / variance(returns)} over the masked tokens; 0 where the returns do not vary.
     *
     * @param values {@code [rows][tokens]}
     * @param returns same shape
     * @param mask same shape
     */
    public static double of(double[][] values, double[][] returns, boolean[][] mask) {
        var residuals = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            residuals[i] = new double[values[i].length];
            for (int t = 0; t < values[i].length; t++) {
                residuals[i][t] = returns[i][t] - values[i][t];
            }
        }
        double spread = RunningMoments.of(returns, mask).variance();
        return spread == 0 ? 0 : 1 - RunningMoments.of(residuals, mask).variance() / spread;
    }
}
