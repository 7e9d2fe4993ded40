package io.akkord.algorithms.estimate;

/**
 * How far a policy has moved from its reference, estimated from the tokens it sampled.
 *
 * <p>With d = log p(token) - log r(token) for a token sampled from p, each estimator is unbiased (K1, K3) or cheap and
 * of low variance (K2, ABS); see Schulman 2020, "Approximating KL divergence". Nats for each token; a response's KL is
 * the sum over its sampled tokens.
 *
 * @param estimator which one
 * @param limit clamps the result to [-limit, limit], as OpenRLHF (all estimators) and verl (K3) do with 10; 0 leaves it
 */
public record Kl(Estimator estimator, double limit) {

    /** d is held within this, so that {@code exp} cannot overflow. */
    private static final double WIDEST = 20;

    /** What is made of d. */
    public enum Estimator {
        /** d: unbiased, and negative half of the time. */
        K1,
        /** |d|. */
        ABS,
        /** d^2 / 2: biased, never negative. */
        K2,
        /** exp(-d) - 1 + d: unbiased and never negative. */
        K3
    }

    public Kl {
        if (!(limit >= 0)) {
            throw new IllegalArgumentException("limit must be at least 0, was " + limit);
        }
    }

    /** An estimator without a limit. */
    public static Kl of(Estimator estimator) {
        return new Kl(estimator, 0);
    }

    /** The estimate for one sampled token, nats. */
    public double at(double logprob, double reference) {
        double estimate = raw(logprob - reference);
        return limit == 0 ? estimate : Math.clamp(estimate, -limit, limit);
    }

    /** d estimate / d logprob for one token; 0 where the limit holds. */
    public double slope(double logprob, double reference) {
        double d = logprob - reference;
        if (limit > 0 && Math.abs(raw(d)) > limit) {
            return 0;
        }
        return switch (estimator) {
            case K1 -> 1;
            case ABS -> Math.signum(d);
            case K2 -> d;
            case K3 -> Math.abs(d) > WIDEST ? 0 : -Math.expm1(-d);
        };
    }

    private double raw(double d) {
        return switch (estimator) {
            case K1 -> d;
            case ABS -> Math.abs(d);
            case K2 -> d * d / 2;
            case K3 -> {
                double held = Math.clamp(d, -WIDEST, WIDEST);
                yield Math.expm1(-held) + held;
            }
        };
    }
}
