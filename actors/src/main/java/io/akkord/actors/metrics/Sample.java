package io.akkord.actors.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One line of {@code samples.jsonl}: what a policy answered and what was thought of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(
        String stage,
        int iteration,
        String when,
        String prompt,
        String response,
        @Nullable Double score,
        @Nullable Double gold,
        String ending) {}
