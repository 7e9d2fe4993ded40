package io.akkord.policies.train;

import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** The gradient of a step on one rank, and the parameters that this rank's optimiser moves. */
sealed interface StepSums extends AutoCloseable permits WholeSums, ShardSums {

    /**
     * Walks a step forward and back; all ranks of the network call this together, and get the same answer.
     *
     * @param detached what {@link io.akkord.algorithms.objective.Objective#prepare} wants to see
     */
    StepOutcome sum(LearningStep step, TokenGrid detached, Cancellation cancel);

    /** Parameters that are moved here, or stretches of them. */
    List<Tensor> moved();

    /** The gradients of {@link #moved}, over all rows of the step. */
    List<Tensor> gradients();

    /** Lets the other ranks have what has been moved here. */
    void share();

    /** The gradients of all parameters that are held here, by Hugging Face name. */
    Weights named();

    /** Moments in the shapes of {@link #moved}, completed by those of other copies, by Hugging Face name. */
    Weights copyOut(List<Tensor> moments);

    /** The inverse of {@link #copyOut}, which needs no other copy. */
    void copyIn(Weights weights, List<Tensor> moments);

    @Override
    void close();
}
