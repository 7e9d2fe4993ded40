package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.model.ModelShape;
import java.util.function.ToDoubleFunction;

/** Seconds of the three kinds of call, for a network that is whole or cut. */
sealed interface CallSeconds permits CallTimes, CutTimes {

    /**
     * Responses to prompts.
     *
     * @param together most rows decoded at once
     */
    double generate(ModelShape shape, SequenceLengths lengths, int together);

    /**
     * Log-probs, values or scores of sequences.
     *
     * @param together most sequences in one pass
     */
    double infer(ModelShape shape, SequenceLengths lengths, Output output, int together);

    /**
     * Updates of a network, and the publication of what it learnt.
     *
     * @param passes walks over all sequences, and updates in each
     * @param together most sequences in one pass
     * @param detached whether a pass without gradient comes before each update
     */
    double train(
            ModelShape shape, SequenceLengths lengths, Output output, Passes passes, int together, boolean detached);

    /** Where the seconds of a call go. */
    Spending spending(ToDoubleFunction<CallSeconds> call);
}
