package io.akkord.configs.rows;

/**
 * A response that people would want more of, or less of, before tokenization.
 *
 * @param prompt may be empty
 */
public record LabelledText(String prompt, String response, boolean desirable) {}
