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
        Schedule schedule) {}
