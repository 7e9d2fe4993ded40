package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;

/**
 * A loss that answers derivatives, not tensors.
 *
 * <p>The network runs forward, the objective is asked for the derivative of the loss with respect to each number the
 * network yielded, and the network back-propagates {@code sum(derivative * yielded)}. So a loss needs no tensor
 * library, is proved by finite differences in microseconds, and divides by counts of the whole optimiser step by
 * construction: {@link #prepare} sees the step before it is cut into micro-batches, hence the update cannot depend on
 * the cut. The price is a host copy of {@code [sequences, tokens]} for each micro-batch.
 */
public interface Objective {

    /** What the network must yield. */
    Output output();

    /** Whether {@link #prepare} needs what the network yields for the whole step, from a pass without gradient. */
    default boolean needsDetachedPass() {
        return false;
    }

    /**
     * Fixes what depends on the whole optimiser step: global counts, sorting, batch statistics.
     *
     * @param step the columns of all rows of the optimiser step
     * @param detached what the network yields for all its sequences, {@code [sequences][tokens]}; empty unless {@link
     *     #needsDetachedPass}
     */
    Local prepare(Experience step, TokenGrid detached);

    /** The loss once the step is known: local to any subset of the step's rows. */
    @FunctionalInterface
    interface Local {

        /** Loss and derivative of some rows; summed over a partition of the step they give the step's. */
        Derivative at(MicroBatch batch);
    }

    /**
     * Some rows of the step with what the network now yields for them.
     *
     * @param rows which rows of the step, in order
     * @param columns the step's columns, only these rows
     * @param outputs what the network yields, {@code [sequences of the rows][response tokens]}, or {@code [sequences][1]}
     *     for scores
     */
    record MicroBatch(int[] rows, Experience columns, TokenGrid outputs) {}

    /**
     * A micro-batch's share of the loss.
     *
     * @param loss its share, already divided by the step's global count
     * @param slopes d loss / d output, in the shape of {@link MicroBatch#outputs}
     * @param entropyWeight what the summed entropy (nats) of the sampled tokens' distributions is multiplied by in the
     *     loss; 0 for none, negative for a bonus
     * @param metrics named sums with their weights
     */
    record Derivative(double loss, double[][] slopes, double entropyWeight, Metrics metrics) {}
}
