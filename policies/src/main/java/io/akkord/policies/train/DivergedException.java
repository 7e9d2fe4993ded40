package io.akkord.policies.train;

/** The loss or its gradient is not a finite number; the weights are as they were before the update. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DivergedException(double loss, double gradientNorm) {
        super("training diverged: the loss is " + loss + " and the norm of its gradient " + gradientNorm);
    }
}
