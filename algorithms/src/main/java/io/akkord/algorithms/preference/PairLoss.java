package io.akkord.algorithms.preference;

import static io.akkord.algorithms.preference.Logistic.bell;
import static io.akkord.algorithms.preference.Logistic.sigmoid;
import static io.akkord.algorithms.preference.Logistic.softplus;

/**
 * How the implicit rewards of a pair become its loss.
 *
 * <p>With c and r the rewards of the chosen and the rejected response, {@code beta} times their scores (mostly log-ratios
 * to the reference), and h = c - r. The constants are those of {@link PairComparison}.
 */
public enum PairLoss {
    /** {@code -log sigmoid(h)}. Rafailov et al. 2023, "Direct preference optimization", eq. 7. */
    SIGMOID,
    /** {@code max(0, 1 - h)}. Zhao et al. 2023, "SLiC-HF"; Liu et al. 2024, "Statistical rejection sampling". */
    HINGE,
    /** {@code ((h - 1/2) / beta)^2}. Azar et al. 2024, "A general theoretical paradigm", eq. 17. */
    IPO,
    /** The sigmoid loss without bias by labels flipped at a known rate. Chowdhury et al. 2024, "Provably robust DPO". */
    ROBUST,
    /** {@code KL((q, 1 - q), (1 - e, e))}, q = sigmoid(h), e the label smoothing. Ji et al. 2024, "EXO", eq. 16. */
    EXO_PAIR,
    /** {@code -log sigmoid(c) - (log sigmoid(-c) + log sigmoid(-r)) / 2}. Chen et al. 2024, "Noise contrastive alignment". */
    NCA_PAIR,
    /** {@code -log sigmoid(c) - log sigmoid(-r)}. Jung et al. 2024, "Binary classifier optimization", with a shift of 0. */
    BCO_PAIR,
    /** {@code ((c - 1/2)^2 + (r + 1/2)^2) / beta^2}. Wu et al. 2024, "Self-play preference optimization", eq. 4.7. */
    SPPO_HARD,
    /** The sigmoid loss of leads against the reference's, rank by rank. Melnyk et al. 2024, "Alignment via optimal transport". */
    AOT,
    /** The sigmoid loss of chosen against rejected responses, rank by rank. Same paper. */
    AOT_UNPAIRED,
    /** {@code sigmoid(-c) + sigmoid(r)}: chosen up, rejected down. D'Oosterlinck et al. 2024, "APO", eq. 7. */
    APO_ZERO,
    /** {@code sigmoid(c) + sigmoid(-h)}: both down, rejected further. Same paper, eq. 8. */
    APO_DOWN,
    /** {@code -log sigmoid(h) (1 - m) + exp(-h) m}, m = sigmoid(h / tau). Lu et al. 2024, "DiscoPOP", eq. 5. */
    DISCOPOP;

    /** Whether a response is compared not with its own partner but with the one of its rank in the optimiser step. */
    public boolean isSorted() {
        return this == AOT || this == AOT_UNPAIRED;
    }

    /** Whether the loss says itself what label smoothing does to it. */
    boolean smoothsItself() {
        return this == ROBUST || this == EXO_PAIR;
    }

    /** Loss and slopes by the two rewards. */
    PairCost at(double c, double r, PairComparison constants) {
        double h = c - r;
        double perScore = 1 / constants.beta();
        double flipped = constants.labelSmoothing();
        return switch (this) {
            case SIGMOID, AOT, AOT_UNPAIRED -> PairCost.ofLead(softplus(-h), -sigmoid(-h));
            case HINGE -> PairCost.ofLead(Math.max(0, 1 - h), h < 1 ? -1 : 0);
            case IPO -> {
                double error = (h - 0.5) * perScore;
                yield PairCost.ofLead(error * error, 2 * error * perScore);
            }
            case ROBUST -> {
                double kept = 1 - flipped;
                double unbias = 1 / (1 - 2 * flipped);
                yield PairCost.ofLead(
                        (kept * softplus(-h) - flipped * softplus(h)) * unbias,
                        -(kept * sigmoid(-h) + flipped * sigmoid(h)) * unbias);
            }
            case EXO_PAIR -> {
                double logOdds = Math.log(flipped) - Math.log1p(-flipped);
                double won = sigmoid(h) * (-softplus(-h) - Math.log1p(-flipped));
                double lost = sigmoid(-h) * (-softplus(h) - Math.log(flipped));
                yield PairCost.ofLead(won + lost, bell(h) * (h + logOdds));
            }
            case NCA_PAIR ->
                new PairCost(
                        softplus(-c) + (softplus(c) + softplus(r)) / 2, sigmoid(c) / 2 - sigmoid(-c), sigmoid(r) / 2);
            case BCO_PAIR -> new PairCost(softplus(-c) + softplus(r), -sigmoid(-c), sigmoid(r));
            case SPPO_HARD -> {
                double won = (c - 0.5) * perScore;
                double lost = (r + 0.5) * perScore;
                yield new PairCost(won * won + lost * lost, 2 * won * perScore, 2 * lost * perScore);
            }
            case APO_ZERO -> new PairCost(sigmoid(-c) + sigmoid(r), -bell(c), bell(r));
            case APO_DOWN -> new PairCost(sigmoid(c) + sigmoid(-h), bell(c) - bell(h), bell(h));
            case DISCOPOP -> discopop(h, constants.discopopTau());
        };
    }

    private static PairCost discopop(double h, double tau) {
        double exponential = sigmoid(h / tau);
        double logistic = sigmoid(-h / tau);
        double held = Math.exp(-h - softplus(-h / tau)); // exp(-h) m, whose first factor alone may overflow
        double turn = (held - softplus(-h) * exponential) * logistic / tau;
        return PairCost.ofLead(softplus(-h) * logistic + held, -sigmoid(-h) * logistic - held + turn);
    }
}
