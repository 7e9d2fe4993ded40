package io.akkord.configs.rows;

/**
 * Two responses to one prompt, one preferred, before tokenization.
 *
 * @param margin by how much, 0 when the data does not say
 * @param strength the probability that the chosen one is preferred, in [0, 1]; 1 when the data does not say
 */
public record PairText(String prompt, String chosen, String rejected, double margin, double strength) {

    /** A pair of which the data says nothing but which is preferred. */
    public PairText(String prompt, String chosen, String rejected) {
        this(prompt, chosen, rejected, 0, 1);
    }
}
