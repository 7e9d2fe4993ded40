package io.akkord.algorithms.preference;

/** The logistic function and its relatives, safe for any finite argument. */
public final class Logistic {

    private Logistic() {}

    /** {@code 1 / (1 + exp(-x))}; the slope of {@link #softplus}. */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** {@code log(1 + exp(x))}, which is {@code -log sigmoid(-x)}, without overflow. */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** {@code sigmoid(x) sigmoid(-x)}, the slope of {@link #sigmoid}. */
    public static double bell(double x) {
        return sigmoid(x) * sigmoid(-x);
    }
}
