package io.akkord.algorithms.objective;

/** REINFORCE (Williams 1992) and GPG (Chu et al. 2025): {@code -A logprob}, with no ratio and no bound. */
public record LogLikelihood() implements RatioSurrogate {

    @Override
    public RatioLevel level() {
        return RatioLevel.TOKEN;
    }

    @Override
    public Point at(double logRatio, double logprob, double advantage) {
        return new Point(-advantage * logprob, 0, -advantage, false, false);
    }
}
