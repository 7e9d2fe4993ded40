package io.akkord.rewards;

import io.akkord.algorithms.experience.State;
import java.util.Arrays;

/**
 * Brings scores to a common scale: running mean and deviation over every response so far, then a clip.
 *
 * <p>The moments include the iteration that is being normalised, so the first one is usable too. They are merged by Chan
 * et al. 1983 (eq. 2.1) from sums over the sorted scores: within an iteration the result does not depend on the order
 * of the responses, to the last bit. Unscored responses stay NaN and count in nothing.
 *
 * @param normalize whether to subtract the running mean and divide by the running deviation
 * @param clip largest absolute value that leaves, positive; infinity clips nothing
 */
public record ScoreNormalizer(boolean normalize, double clip) {

    private static final double TINY = 1e-8;

    public ScoreNormalizer {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("the clip of scores must be positive, was " + clip);
        }
    }

    /** Leaves scores as they are and keeps their moments. */
    public static ScoreNormalizer none() {
        return new ScoreNormalizer(false, Double.POSITIVE_INFINITY);
    }

    /**
     * What leaves.
     *
     * @param scores {@code [rows]}, NaN where {@code raw} is
     * @param moments of all raw scores so far: count, mean, sum of squared deviations
     */
    public record Normalized(double[] scores, State moments) {}

    /**
     * Normalises one iteration's scores.
     *
     * @param raw {@code [rows]}, NaN for unscored
     * @param moments before this iteration: count, mean, sum of squared deviations; all 0 at the start of a run
     */
    public Normalized apply(double[] raw, State moments) {
        State merged = merge(moments, momentsOf(raw));
        double mean = normalize ? mean(merged) : 0;
        double scale = normalize ? 1 / (deviation(merged) + TINY) : 1;
        double[] scores =
                Arrays.stream(raw).map(score -> clipped((score - mean) * scale)).toArray();
        return new Normalized(scores, merged);
    }

    /** The running mean, 0 before any score. */
    public static double mean(State moments) {
        return moments.numbers()[1];
    }

    /** The running deviation, unbiased; 1 until two scores have differed. */
    public static double deviation(State moments) {
        double count = moments.numbers()[0];
        double squares = moments.numbers()[2];
        return count < 2 || squares == 0 ? 1 : Math.sqrt(squares / (count - 1));
    }

    private double clipped(double score) {
        return Double.isNaN(score) ? score : Math.clamp(score, -clip, clip);
    }

    private static State momentsOf(double[] raw) {
        double[] sorted = Arrays.stream(raw)
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new State(0, 0, 0);
        }
        double sum = 0;
        for (double score : sorted) {
            sum += score;
        }
        double mean =
                Math.clamp(sum / sorted.length, sorted[0], sorted[sorted.length - 1]); // equal scores: no rounding
        double squares = 0;
        for (double score : sorted) {
            squares += (score - mean) * (score - mean);
        }
        return new State(sorted.length, mean, squares);
    }

    private static State merge(State before, State now) {
        double[] a = before.numbers();
        double[] b = now.numbers();
        double count = a[0] + b[0];
        if (count == 0) {
            return before;
        }
        double gap = b[1] - a[1];
        return new State(count, a[1] + gap * (b[0] / count), a[2] + b[2] + gap * gap * a[0] * (b[0] / count));
    }
}
