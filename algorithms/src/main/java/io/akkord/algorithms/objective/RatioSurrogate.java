package io.akkord.algorithms.objective;

/** A surrogate that asks nothing of a token but its ratio, its log-prob and its advantage. */
public sealed interface RatioSurrogate extends Surrogate
        permits ClippedSurrogate, DetachedRatio, SoftGate, LogLikelihood {

    /** Of what the ratio is taken. */
    RatioLevel level();

    /**
     * One token.
     *
     * @param logRatio within {@link #WIDEST_LOG_RATIO}
     * @param logprob nats, now
     */
    Point at(double logRatio, double logprob, double advantage);

    /**
     * What one token costs.
     *
     * @param loss before its weight
     * @param perRatio d loss / d log-ratio
     * @param perLogprob d loss / d logprob at a fixed ratio
     */
    record Point(double loss, double perRatio, double perLogprob, boolean clipped, boolean bounded) {}

    @Override
    default Cost of(double[] logprobs, double[] old, double[] advantages, boolean[] mask, double[] weights) {
        Cost cost = Cost.of(logprobs.length);
        double[] differences = level().logRatios(logprobs, old, mask);
        var direct = new double[logprobs.length];
        for (int t = 0; t < logprobs.length; t++) {
            if (mask[t]) {
                double logRatio = Math.clamp(differences[t], -WIDEST_LOG_RATIO, WIDEST_LOG_RATIO);
                Point point = at(logRatio, logprobs[t], advantages[t]);
                cost.losses()[t] = point.loss;
                cost.slopes()[t] = logRatio == differences[t] ? weights[t] * point.perRatio : 0;
                direct[t] = weights[t] * point.perLogprob;
                cost.clipped()[t] = point.clipped;
                cost.bounded()[t] = point.bounded;
            }
        }
        level().chain(cost.slopes(), mask);
        for (int t = 0; t < direct.length; t++) {
            cost.slopes()[t] += direct[t];
        }
        return cost;
    }
}
