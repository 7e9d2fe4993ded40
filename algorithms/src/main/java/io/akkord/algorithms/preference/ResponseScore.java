package io.akkord.algorithms.preference;

/** What a response is worth when it is compared, from its log-ratio to the reference or its own log-prob, nats. */
public sealed interface ResponseScore permits Divergence, Odds {

    /** The score. */
    double at(double logRatio);

    /** d score / d log-ratio. */
    double slope(double logRatio);
}
