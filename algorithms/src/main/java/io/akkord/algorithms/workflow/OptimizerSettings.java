package io.akkord.algorithms.workflow;

/**
 * AdamW (Loshchilov and Hutter 2019) with global-norm clipping, as {@code torch.optim.AdamW} computes it.
 *
 * @param learningRate peak rate
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the bias-corrected root of the second moment
 * @param weightDecay decoupled
 * @param maxGradNorm gradients are scaled down to this global 2-norm; 0 leaves them
 * @param schedule how the rate changes with the updates
 */
public record OptimizerSettings(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double maxGradNorm,
        Schedule schedule) {

    public OptimizerSettings {
        check(learningRate >= 0, "learning-rate must be at least 0, was " + learningRate);
        check(beta1 >= 0 && beta1 < 1, "beta1 must lie in [0, 1), was " + beta1);
        check(beta2 >= 0 && beta2 < 1, "beta2 must lie in [0, 1), was " + beta2);
        check(epsilon > 0, "epsilon must be greater than 0, was " + epsilon);
        check(weightDecay >= 0, "weight-decay must be at least 0, was " + weightDecay);
        check(maxGradNorm >= 0, "max-grad-norm must be at least 0, was " + maxGradNorm);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
