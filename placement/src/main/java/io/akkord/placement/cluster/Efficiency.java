package io.akkord.placement.cluster;

/**
 * How near a make of device comes to its peaks: the calibration of the cost model, the same for all models and layouts.
 *
 * <p>A matrix product of {@code rows x inner x columns} runs at {@code matrix * rows / (rows + halfRows) * width / (width
 * + halfWidth)} of the peak, where width is the smaller of the other two sides: small products fill neither the units nor
 * the time of their launch.
 *
 * @param matrix share of the peak that large products reach, in (0, 1]
 * @param halfRows rows at which half of that is reached, at least 0
 * @param halfWidth width at which half of that is reached, at least 0
 * @param memory share of the memory's peak that reading weights and caches reaches, in (0, 1]
 * @param network share of a link's peak that collectives reach, in (0, 1]
 */
public record Efficiency(double matrix, double halfRows, double halfWidth, double memory, double network) {

    /** A device that reaches its peaks, as one whose figures were measured does. */
    public static final Efficiency WHOLE = new Efficiency(1, 0, 0, 1, 1);

    public Efficiency {
        share("matrix", matrix);
        share("memory", memory);
        share("network", network);
        atLeastZero("half-rows", halfRows);
        atLeastZero("half-width", halfWidth);
    }

    /** The share of the peak that a product reaches. */
    public double ofProduct(double rows, double inner, double columns) {
        double width = Math.min(inner, columns);
        return matrix * rows / (rows + halfRows) * width / (width + halfWidth);
    }

    private static void share(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(key + " must lie in (0, 1], was " + value);
        }
    }

    private static void atLeastZero(String key, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(key + " must be at least 0, was " + value);
        }
    }
}
