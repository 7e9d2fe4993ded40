package io.akkord.policies.train;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import java.util.Arrays;

/** What an objective says of the passes of one step, one after the other. */
final class StepLoss {

    /**
     * What goes back into the network for one pass.
     *
     * @param outputs d loss / d output {@code [reads]}
     * @param sampled 1 for each read whose token the policy chose itself, else 0 {@code [reads]}
     * @param entropyWeight d loss / d entropy of each of those
     */
    record Slopes(double[] outputs, double[] sampled, double entropyWeight) {

        /** d loss / d entropy {@code [reads]}. */
        double[] entropies() {
            return Arrays.stream(sampled).map(one -> one * entropyWeight).toArray();
        }
    }

    private final Objective.Local local;
    private final Metrics metrics = new Metrics();
    private double value;

    /** Shows the objective the whole step. */
    StepLoss(LearningStep step, TokenGrid detached) {
        this.local = step.objective().prepare(step.experience(), detached);
    }

    /**
     * Adds the loss of a pass.
     *
     * @param outputs what the network yields {@code [reads]}
     */
    Slopes add(PackedBatch batch, double[] outputs) {
        Objective.Derivative derivative = local.at(batch.question(outputs));
        value += derivative.loss();
        metrics.addAll(derivative.metrics());
        return new Slopes(batch.packed().pack(derivative.slopes()), batch.sampled(), derivative.entropyWeight());
    }

    /** Adds the entropies of that pass {@code [reads]}, nats; none for networks that have none. */
    void addEntropies(Slopes slopes, double[] entropies) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < entropies.length; i++) {
            sum += slopes.sampled()[i] * entropies[i];
            count += slopes.sampled()[i];
        }
        if (count > 0) {
            metrics.add("policy/entropy", sum, count);
            value += slopes.entropyWeight() * sum;
        }
    }

    double value() {
        return value;
    }

    Metrics metrics() {
        return metrics;
    }
}
