package io.akkord.configs.rows;

import java.util.Map;

/**
 * What a policy is asked, before tokenization.
 *
 * @param text may be empty, which asks for anything
 * @param labels the row's other fields as text, such as {@code answer}; verifiers read them
 */
public record PromptText(String text, Map<String, String> labels) {

    public PromptText {
        labels = Map.copyOf(labels);
    }
}
