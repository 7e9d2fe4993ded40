package io.akkord.algorithms.preference;

/**
 * What one pair costs.
 *
 * @param loss nats where it is a cross-entropy
 * @param chosenSlope d loss / d number of the chosen response
 * @param rejectedSlope d loss / d number of the rejected response
 */
public record PairCost(double loss, double chosenSlope, double rejectedSlope) {

    /** A cost that knows only the difference of the two numbers. */
    static PairCost ofLead(double loss, double slope) {
        return new PairCost(loss, slope, -slope);
    }

    /** By the chain rule, where each number was made from another one. */
    PairCost through(double chosenInner, double rejectedInner) {
        return new PairCost(loss, chosenSlope * chosenInner, rejectedSlope * rejectedInner);
    }

    /** This cost with that weight, and with the rest of it the cost of the pair turned round. */
    PairCost mixed(double weight, PairCost turned) {
        double rest = 1 - weight;
        return new PairCost(
                weight * loss + rest * turned.loss,
                weight * chosenSlope + rest * turned.rejectedSlope,
                weight * rejectedSlope + rest * turned.chosenSlope);
    }
}
