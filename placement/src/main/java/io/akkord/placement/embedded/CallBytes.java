package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.placement.cost.MemoryUse;

/** Bytes on the fullest device during the three kinds of call of one network, which is whole or cut. */
sealed interface CallBytes permits CallMemory, CutMemory {

    /**
     * Responses to prompts.
     *
     * @param limit most tokens of a response
     * @param together most rows decoded at once
     * @param trained whether the network has an optimiser too
     */
    MemoryUse generate(SequenceLengths lengths, int limit, int together, boolean trained);

    /**
     * Log-probs, values or scores.
     *
     * @param together most sequences in one pass
     * @param trained whether the network has an optimiser too
     */
    MemoryUse infer(SequenceLengths lengths, Output output, int together, boolean trained);

    /**
     * One update over these sequences in their order.
     *
     * @param together most sequences in one pass
     * @param entropyBonus whether the loss has a term in the entropy
     */
    MemoryUse train(SequenceLengths lengths, Output output, int together, boolean entropyBonus);
}
