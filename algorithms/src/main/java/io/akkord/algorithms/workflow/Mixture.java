package io.akkord.algorithms.workflow;

/**
 * A second network that has a say in every token of a generation: {@code p ~ policy^(1 - coefficient) *
 * other^coefficient}, normalised over the vocabulary. Munos et al. 2024, "Nash learning from human feedback", section 4.
 *
 * @param other the second network, a language model of the same vocabulary
 * @param coefficient its share, in [0, 1]
 */
public record Mixture(Role other, double coefficient) {

    public Mixture {
        if (other.isScalar()) {
            throw new IllegalArgumentException("a mixture needs a language model, not the " + other.key());
        }
        if (!(coefficient >= 0 && coefficient <= 1)) {
            throw new IllegalArgumentException("the coefficient of a mixture must lie in [0, 1], was " + coefficient);
        }
    }
}
