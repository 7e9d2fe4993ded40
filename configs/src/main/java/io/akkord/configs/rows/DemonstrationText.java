package io.akkord.configs.rows;

/**
 * A response to imitate, before tokenization.
 *
 * @param prompt may be empty
 */
public record DemonstrationText(String prompt, String response) {}
