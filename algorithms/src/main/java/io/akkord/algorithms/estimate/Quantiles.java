package io.akkord.algorithms.estimate;

import java.util.TreeMap;

/**
 * Where each score stands among the others, on a few levels.
 *
 * <p>A score's place is the share of lower ones among those that differ from it, so that the lowest score is always on
 * the lowest level and the highest on the highest, however many responses share it: right and wrong alone use the two
 * ends. Distinct scores fill the levels evenly.
 */
public final class Quantiles {

    /** The level of a score that stands nowhere. */
    public static final int NONE = -1;

    private Quantiles() {}

    /**
     * The level of each score.
     *
     * @param scores {@code [rows]}; NaN for those that could not be scored
     * @param levels how many, at least 1
     * @return {@code [rows]}, from 0, the lowest, to {@code levels - 1}; {@link #NONE} for what is not scored, and
     *     everywhere where all scores are equal, since then nothing says whether they are high or low
     */
    public static int[] of(double[] scores, int levels) {
        var counts = new TreeMap<Double, Integer>();
        int scored = 0;
        for (double score : scores) {
            if (!Double.isNaN(score)) {
                counts.merge(score + 0.0, 1, Integer::sum); // -0.0 is 0.0
                scored++;
            }
        }
        var levelOf = new TreeMap<Double, Integer>();
        int below = 0;
        for (var entry : counts.entrySet()) {
            int others = scored - entry.getValue();
            int level = others == 0 ? NONE : (int) Math.min(levels - 1, (long) levels * below / others);
            levelOf.put(entry.getKey(), level);
            below += entry.getValue();
        }
        var placed = new int[scores.length];
        for (int i = 0; i < placed.length; i++) {
            placed[i] = levelOf.getOrDefault(scores[i] + 0.0, NONE);
        }
        return placed;
    }
}
