package io.akkord.policies.train;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;

/** A smooth loss whose slope differs from token to token: {@code sum(sin(output + row + 2 t)) + entropy * sum(H)}. */
record WavyObjective(Output output, double entropy) implements Objective {

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        return this::derivative;
    }

    private Derivative derivative(MicroBatch batch) {
        double[][] outputs = batch.outputs().values();
        var slopes = new double[outputs.length][];
        double loss = 0;
        for (int i = 0; i < outputs.length; i++) {
            slopes[i] = new double[outputs[i].length];
            int row = batch.rows()[i / batch.outputs().perRow()];
            for (int t = 0; t < outputs[i].length; t++) {
                double phase = outputs[i][t] + row + 2 * t;
                loss += Math.sin(phase);
                slopes[i][t] = Math.cos(phase);
            }
        }
        return new Derivative(loss, slopes, entropy, new Metrics().add("rows", batch.rows().length));
    }
}
