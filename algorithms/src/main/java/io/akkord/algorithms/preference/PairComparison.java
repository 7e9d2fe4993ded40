package io.akkord.algorithms.preference;

/**
 * A loss of pairs with its constants.
 *
 * <p>Each response comes as one number, nats: its log-prob, or its log-ratio to a reference, summed or averaged over its
 * tokens. Where a label may be wrong, the cost is the expected one: {@code p} times the cost as labelled and {@code 1 -
 * p} times the cost of the pair turned round; for the sigmoid this is the cross-entropy with p (Mitchell 2023, "cDPO").
 *
 * @param loss what is made of the two rewards
 * @param score what is made of each number; its log-ratio itself with {@link Divergence#reverseKl}
 * @param beta reward of a score of 1, greater than 0: how hard the policy is held
 * @param target by how much the reward of the chosen response should lead, SimPO's gamma; 0 for none
 * @param labelSmoothing how often a label is wrong, in [0, 0.5)
 * @param discopopTau temperature of {@link PairLoss#DISCOPOP}, greater than 0
 */
public record PairComparison(
        PairLoss loss, ResponseScore score, double beta, double target, double labelSmoothing, double discopopTau) {

    public PairComparison {
        check(beta > 0, "beta must be greater than 0, was " + beta);
        check(
                labelSmoothing >= 0 && labelSmoothing < 0.5,
                "label-smoothing must lie in [0, 0.5), was " + labelSmoothing);
        check(
                loss != PairLoss.EXO_PAIR || labelSmoothing > 0,
                "label-smoothing must be greater than 0 with loss = exo-pair, such as 1e-3, was 0");
        check(discopopTau > 0, "discopop-tau must be greater than 0, was " + discopopTau);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A loss of log-ratios or log-probs themselves. */
    public static PairComparison of(PairLoss loss, double beta, double labelSmoothing) {
        return new PairComparison(loss, Divergence.reverseKl(), beta, 0, labelSmoothing, 1);
    }

    /**
     * What a pair costs.
     *
     * @param chosen log-prob or log-ratio of the chosen response, nats
     * @param rejected of the rejected one
     * @param strength how sure it is that the chosen one is better, in [0, 1]; 1 where the data says nothing
     * @return slopes by {@code chosen} and {@code rejected}
     */
    public PairCost cost(double chosen, double rejected, double strength) {
        double wrong = loss.smoothsItself() ? 0 : labelSmoothing;
        double right = strength * (1 - wrong) + (1 - strength) * wrong;
        PairCost asLabelled = certain(chosen, rejected, target);
        return right == 1 ? asLabelled : asLabelled.mixed(right, certain(rejected, chosen, -target));
    }

    /**
     * What a pair costs in a sorted loss, where each response has an opponent that need not be its partner.
     *
     * @param chosenOpponent what the chosen response is compared with, see {@link Opponents}
     * @param rejectedOpponent what the rejected response is compared with
     * @return the loss of the chosen response; each slope from its response's own comparison
     */
    public PairCost cost(double chosen, double rejected, double chosenOpponent, double rejectedOpponent) {
        PairCost won = cost(chosen, chosenOpponent, 1);
        PairCost lost = cost(rejectedOpponent, rejected, 1);
        return new PairCost(won.loss(), won.chosenSlope(), lost.rejectedSlope());
    }

    /** The implicit reward of a response, as metrics show it. */
    public double reward(double logRatio) {
        return beta * logRatio;
    }

    private PairCost certain(double chosen, double rejected, double lead) {
        return loss.at(beta * score.at(chosen) - lead, beta * score.at(rejected), this)
                .through(beta * score.slope(chosen), beta * score.slope(rejected));
    }
}
