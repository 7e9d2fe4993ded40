package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;

/**
 * Teaches a critic the returns without letting it leap, as OpenAI's PPO does (baselines, {@code ppo2}).
 *
 * <p>A token costs {@code 0.5 max((v - R)^2, (v' - R)^2)} with v' the new value held within {@code clip} of the value
 * before the iteration; mean over sampled tokens.
 *
 * @param clip how far a value may move; 0 for plain squared error
 * @param aggregation how tokens become one loss
 */
public record ClippedValue(double clip, Aggregation aggregation) implements Objective {

    public ClippedValue {
        if (!(clip >= 0)) {
            throw new IllegalArgumentException("value-clip must be at least 0, was " + clip);
        }
    }

    @Override
    public Output output() {
        return Output.VALUES;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        TaughtTokens.Counts counts = TaughtTokens.of(step, Column.ROLLOUTS).counts();
        return batch -> derivative(batch, counts);
    }

    private Derivative derivative(MicroBatch batch, TaughtTokens.Counts step) {
        double[][] before = batch.columns().get(Column.VALUES).values();
        double[][] returns = batch.columns().get(Column.RETURNS).values();
        double[][] values = batch.outputs().values();
        TaughtTokens taught = TaughtTokens.of(batch.columns(), Column.ROLLOUTS);
        var slopes = new double[values.length][];
        var metrics = new Metrics();
        double loss = 0;
        for (int i = 0; i < values.length; i++) {
            slopes[i] = new double[values[i].length];
            for (int t = 0; t < values[i].length; t++) {
                if (taught.mask()[i][t]) {
                    double error = values[i][t] - returns[i][t];
                    double held = clip == 0 ? values[i][t] : hold(values[i][t], before[i][t]);
                    double heldError = held - returns[i][t];
                    boolean clipped = heldError * heldError > error * error;
                    double weight = aggregation.weight(step, taught, i, 1);

                    loss += weight * 0.5 * Math.max(error * error, heldError * heldError);
                    slopes[i][t] = clipped ? 0 : weight * error;
                    metrics.add("value/clipfrac", clipped ? 1 : 0);
                    metrics.add("value/mean", values[i][t]);
                }
            }
        }
        metrics.add("value/loss", loss, step.share(taught));
        return new Derivative(loss, slopes, 0, metrics);
    }

    /** Within the interval the very same number, so that rounding never makes it look clipped. */
    private double hold(double value, double before) {
        double moved = value - before;
        return Math.abs(moved) <= clip ? value : before + Math.signum(moved) * clip;
    }
}
