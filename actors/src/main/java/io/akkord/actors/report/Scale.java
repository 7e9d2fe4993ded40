package io.akkord.actors.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values of an axis to positions on it, and chooses where its ticks stand: 1, 2 or 5 times a power of ten.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 * @param from position of {@code low}, in units of the drawing
 * @param to position of {@code high}; below {@code from} on an axis that points up
 */
record Scale(double low, double high, double from, double to) {

    /** An axis that holds all finite values with a little air; one around a constant where they are all the same. */
    static Scale over(double[] values, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new Scale(0, 1, from, to);
        }
        double air = high > low ? 0.06 * (high - low) : Math.max(Math.abs(high) * 0.1, 1e-6);
        boolean touchesZero = low >= 0 && low < 0.35 * high;
        return new Scale(touchesZero ? 0 : low - air, high + air, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** About {@code count} round values inside the axis. */
    List<Double> ticks(int count) {
        double rough = (high - low) / count;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) {
            if (step < rough) {
                step = factor * power;
            }
        }
        var ticks = new ArrayList<Double>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
