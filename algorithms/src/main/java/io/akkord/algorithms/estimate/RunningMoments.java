package io.akkord.algorithms.estimate;

import io.akkord.algorithms.experience.State;

/**
 * Count, mean and squared deviation of a stream of numbers, merged without cancellation: Chan, Golub and LeVeque 1983.
 *
 * <p>Merging is associative up to rounding, so moments of parts give the moments of the whole.
 *
 * @param count how many numbers were seen
 * @param mean their mean, 0 before the first
 * @param squaredDeviation sum of {@code (x - mean)^2}
 */
public record RunningMoments(long count, double mean, double squaredDeviation) {

    /** Moments of nothing. */
    public static final RunningMoments NONE = new RunningMoments(0, 0, 0);

    /** Moments of all numbers but NaN, which marks what could not be measured. */
    public static RunningMoments of(double... values) {
        long count = 0;
        double sum = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                count++;
                sum += value;
            }
        }
        if (count == 0) {
            return NONE;
        }
        double mean = sum / count;
        double squared = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                squared += (value - mean) * (value - mean);
            }
        }
        return new RunningMoments(count, mean, squared);
    }

    /** Moments of the masked part of a ragged grid {@code [rows][tokens]}. */
    public static RunningMoments of(double[][] values, boolean[][] mask) {
        RunningMoments all = NONE;
        for (int i = 0; i < values.length; i++) {
            var kept = new double[values[i].length];
            for (int t = 0; t < kept.length; t++) {
                kept[t] = mask[i][t] ? values[i][t] : Double.NaN;
            }
            all = all.merge(of(kept));
        }
        return all;
    }

    /** Moments from a carried column, {@code (count, mean, squared deviation)}. */
    public static RunningMoments from(State state) {
        double[] numbers = state.numbers();
        return new RunningMoments((long) numbers[0], numbers[1], numbers[2]);
    }

    /** Moments as a carried column holds them. */
    public State state() {
        return new State(count, mean, squaredDeviation);
    }

    public RunningMoments merge(RunningMoments other) {
        if (other.count == 0) {
            return this;
        }
        if (count == 0) {
            return other;
        }
        long total = count + other.count;
        double shift = other.mean - mean;
        return new RunningMoments(
                total,
                mean + shift * other.count / total,
                squaredDeviation + other.squaredDeviation + shift * shift * ((double) count * other.count / total));
    }

    /** Unbiased variance; 0 for fewer than two numbers. */
    public double variance() {
        return count < 2 ? 0 : squaredDeviation / (count - 1);
    }

    /** Root of the unbiased {@link #variance}. */
    public double deviation() {
        return Math.sqrt(variance());
    }
}
