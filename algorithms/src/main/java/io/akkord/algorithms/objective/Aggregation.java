package io.akkord.algorithms.objective;

/**
 * How the losses of tokens become the loss of an optimiser step.
 *
 * <p>Every mode is a sum over tokens, each with a weight that hangs on counts of the whole step and on the length of its
 * own response. The counts are fixed before the step is cut, so that the update changes with neither micro-batch size nor
 * order. Responses without a token that teaches count nowhere.
 */
public enum Aggregation {
    /** Mean over all tokens of the step: long responses weigh more. PPO and DAPO. */
    TOKEN_MEAN,
    /** Mean over responses of the mean over tokens: every response weighs the same. GRPO as first published. */
    SEQ_MEAN_TOKEN_MEAN,
    /** Mean over responses of the sum over tokens. */
    SEQ_MEAN_TOKEN_SUM,
    /** Mean over responses of the sum over tokens, divided by the most tokens a response may have. Dr. GRPO. */
    SEQ_MEAN_TOKEN_SUM_NORM,
    /** Mean over prompts of the mean over all tokens that answer the prompt: every prompt weighs the same. SkyRL. */
    PROMPT_MEAN;

    /**
     * What the loss of one token is multiplied by.
     *
     * @param step tokens, responses and prompts of the whole optimiser step
     * @param rows some of its rows
     * @param sequence which of their responses, at least one of whose tokens teaches
     * @param norm the constant of {@link #SEQ_MEAN_TOKEN_SUM_NORM}
     */
    double weight(TaughtTokens.Counts step, TaughtTokens rows, int sequence, double norm) {
        int ownTokens = rows.lengths()[sequence];
        return switch (this) {
            case TOKEN_MEAN -> 1.0 / step.tokens();
            case SEQ_MEAN_TOKEN_MEAN -> 1.0 / ((double) step.sequences() * ownTokens);
            case SEQ_MEAN_TOKEN_SUM -> 1.0 / step.sequences();
            case SEQ_MEAN_TOKEN_SUM_NORM -> 1.0 / (step.sequences() * norm);
            case PROMPT_MEAN -> 1.0 / ((double) step.prompts().size() * step.tokensOf(rows.prompts()[sequence]));
        };
    }
}
