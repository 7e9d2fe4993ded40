package io.akkord.algorithms.preference;

/**
 * What a response costs that was called desirable or not, Ethayarajh et al. 2024, "KTO".
 *
 * <p>With r its log-ratio to the reference and z the baseline: {@code weight * sigmoid(-beta (r - z))} if desirable,
 * {@code weight * sigmoid(beta (r - z))} if not. A baseline of 0 gives the unpaired APO-zero of D'Oosterlinck et al. 2024.
 *
 * @param beta reward of a log-ratio of 1, greater than 0
 * @param desirableWeight of desirable responses, at least 0
 * @param undesirableWeight of the others
 */
public record LabelledLoss(double beta, double desirableWeight, double undesirableWeight) {

    /** Loss, and its slope by the log-ratio. */
    public record Cost(double loss, double slope) {}

    public LabelledLoss {
        check(beta > 0, "beta must be greater than 0, was " + beta);
        check(desirableWeight >= 0, "desirable-weight must be at least 0, was " + desirableWeight);
        check(undesirableWeight >= 0, "undesirable-weight must be at least 0, was " + undesirableWeight);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * What one response costs.
     *
     * @param logRatio log-prob of the response less the reference's, summed over its tokens, nats
     * @param baseline z, nats, a constant; the mean log-ratio of responses to other prompts, at least 0
     */
    public Cost cost(double logRatio, boolean desirable, double baseline) {
        double towards = desirable ? -beta : beta;
        double weight = desirable ? desirableWeight : undesirableWeight;
        double lead = towards * (logRatio - baseline);
        return new Cost(weight * Logistic.sigmoid(lead), weight * towards * Logistic.bell(lead));
    }
}
