package io.akkord.policies.train;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import java.util.Arrays;

/** Asks for a detached pass, scales another objective by the mean square of what it saw, and says it in the metrics. */
record DetachedMean(Objective inner) implements Objective {

    @Override
    public Output output() {
        return inner.output();
    }

    @Override
    public boolean needsDetachedPass() {
        return true;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        double mean = Arrays.stream(detached.values())
                .flatMapToDouble(Arrays::stream)
                .map(seen -> seen * seen)
                .average()
                .orElseThrow();
        Local local = inner.prepare(step, detached);
        return batch -> {
            Derivative derivative = local.at(batch);
            double[][] slopes = Arrays.stream(derivative.slopes())
                    .map(row -> Arrays.stream(row).map(slope -> mean * slope).toArray())
                    .toArray(double[][]::new);
            Metrics metrics = derivative.metrics().add("detached", mean);
            return new Derivative(mean * derivative.loss(), slopes, derivative.entropyWeight(), metrics);
        };
    }
}
