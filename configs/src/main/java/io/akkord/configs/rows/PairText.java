package io.akkord.configs.rows;

/**
 * Two responses to one prompt, one preferred, before tokenization.
 *
 * @param margin by how much, 0 when the data does not say
 */
public record PairText(String prompt, String chosen, String rejected, double margin) {}
