package io.akkord.algorithms.objective;

/**
 * CISPO: the ratio is clipped but only weighs, so that no token is ever without a slope (MiniMax 2025, "MiniMax-M1").
 *
 * <p>A token costs {@code -sg(clip(r, 1 - low, 1 + high)) A logprob}. MiniMax bounds the ratio from above alone, as TRL
 * does: {@code low = 1}.
 *
 * @param level of what the ratio is taken
 * @param low how far the weight may fall below 1; 1 for no bound
 * @param high how far it may rise above 1
 */
public record DetachedRatio(RatioLevel level, double low, double high) implements RatioSurrogate {

    public DetachedRatio {
        if (!(low > 0)) {
            throw new IllegalArgumentException("clip must be greater than 0, was " + low);
        }
        if (!(high > 0)) {
            throw new IllegalArgumentException("clip-high must be greater than 0, was " + high);
        }
    }

    @Override
    public Point at(double logRatio, double logprob, double advantage) {
        double ratio = Math.exp(logRatio);
        double held = Math.clamp(ratio, 1 - low, 1 + high);
        return new Point(-held * advantage * logprob, 0, -held * advantage, held != ratio, false);
    }
}
