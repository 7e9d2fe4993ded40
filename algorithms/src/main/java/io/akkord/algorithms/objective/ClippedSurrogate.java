package io.akkord.algorithms.objective;

/**
 * PPO's clipped surrogate, Schulman et al. 2017, eq. 7.
 *
 * <p>A token costs {@code max(-A r, -A clip(r, 1 - low, 1 + high))}: nothing is gained by leaving the interval, so the
 * slope there is 0. Dual clip (Ye et al. 2020) also bounds the cost of a bad token that became likelier, {@code min(cost,
 * -A dualClip)} where A is negative. TRL's two-sided clip bounds the free ratio of every token, {@code -A min(r, delta)};
 * above {@code 1 + high} it is the dual clip under another name. With the ratio of a whole response this is GSPO.
 *
 * @param level of what the ratio is taken
 * @param low how far the ratio may fall below 1; from 1 on nothing bounds it
 * @param high how far it may rise above 1; DAPO takes it larger than {@code low}
 * @param dualClip the bound, greater than 1; 0 for none
 * @param delta the largest free ratio, greater than 1; 0 for none
 */
public record ClippedSurrogate(RatioLevel level, double low, double high, double dualClip, double delta)
        implements RatioSurrogate {

    public ClippedSurrogate {
        check(low > 0, "clip must be greater than 0, was " + low);
        check(high > 0, "clip-high must be greater than 0, was " + high);
        check(dualClip == 0 || dualClip > 1, "dual-clip must be greater than 1, or 0 for none, was " + dualClip);
        check(delta == 0 || delta > 1, "delta must be greater than 1, or 0 for none, was " + delta);
    }

    /** PPO's: the ratio of each token, no second bound but the dual clip. */
    public ClippedSurrogate(double low, double high, double dualClip) {
        this(RatioLevel.TOKEN, low, high, dualClip, 0);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Point at(double logRatio, double logprob, double advantage) {
        double ratio = Math.exp(logRatio);
        boolean capped = delta > 0 && ratio > delta;
        double held = Math.clamp(ratio, 1 - low, 1 + high);
        double free = -advantage * (capped ? delta : ratio);
        double clipped = -advantage * held;
        boolean flat = clipped > free ? held != ratio : capped;
        double loss = Math.max(free, clipped);

        double bound = -advantage * dualClip;
        boolean bounded = dualClip > 0 && advantage < 0 && loss > bound;
        return new Point(bounded ? bound : loss, bounded || flat ? 0 : -advantage * ratio, 0, clipped > free, bounded);
    }
}
