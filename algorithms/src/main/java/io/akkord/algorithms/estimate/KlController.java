package io.akkord.algorithms.estimate;

/**
 * Moves the weight of the KL penalty so that the policy stays near a target distance from its reference.
 *
 * <p>Ziegler et al. 2019, section 2.2: {@code error = clip(kl / target - 1, -0.2, 0.2)} and {@code coefficient *= 1 +
 * error * responses / horizon}. The coefficient of an iteration is the one in force when it began.
 *
 * @param target KL of a response that is aimed at, nats, summed over its tokens; 0 keeps the coefficient as it is
 * @param horizon responses over which the coefficient would change e-fold at an error of 1
 */
public record KlController(double target, double horizon) {

    private static final double LARGEST_ERROR = 0.2;

    public KlController {
        if (!(target >= 0)) {
            throw new IllegalArgumentException("target must be at least 0, was " + target);
        }
        if (!(horizon > 0)) {
            throw new IllegalArgumentException("horizon must be greater than 0, was " + horizon);
        }
    }

    /** A controller that never moves the coefficient. */
    public static KlController fixed() {
        return new KlController(0, 10_000);
    }

    /**
     * The coefficient of the next iteration.
     *
     * @param coefficient of this iteration
     * @param kl mean over responses of the KL of this iteration, nats
     * @param responses how many responses that mean is over; with none the coefficient stays
     */
    public double next(double coefficient, double kl, int responses) {
        if (target == 0 || responses == 0) {
            return coefficient;
        }
        double error = Math.clamp(kl / target - 1, -LARGEST_ERROR, LARGEST_ERROR);
        return coefficient * (1 + error * responses / horizon);
    }
}
