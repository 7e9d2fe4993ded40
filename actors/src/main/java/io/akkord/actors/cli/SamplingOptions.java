package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is to speak, as {@code generate} and {@code chat} take it. */
final class SamplingOptions {

    private static final int DEFAULT_TOKENS = 200;

    @Option(names = "--greedy", description = "Take the likeliest token each time.")
    private boolean greedy;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most new tokens; 200, or what fits, unless given.")
    private @Nullable Integer maxTokens;

    @Option(names = "--temperature", paramLabel = "T", description = "Divides the logits; 1 unless given.")
    private @Nullable Double temperature;

    @Option(names = "--top-p", paramLabel = "P", description = "Keep the likeliest tokens of this total probability.")
    private double topP = 1;

    @Option(names = "--top-k", paramLabel = "K", description = "Keep that many tokens; 0 keeps all.")
    private int topK;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed says the same; 1 unless given.")
    private long seed = 1;

    long seed() {
        return seed;
    }

    /** Most new tokens, given how many fit. */
    int tokens(int room) {
        if (maxTokens == null) {
            return Math.min(room, DEFAULT_TOKENS);
        }
        if (maxTokens < 0) {
            throw new UserError("--max-tokens must be at least 0, was " + maxTokens);
        }
        if (maxTokens > room) {
            throw new UserError(
                    "--max-tokens " + maxTokens + " does not fit: after this prompt the model has room for " + room);
        }
        return maxTokens;
    }

    Sampling sampling(int tokens) {
        if (greedy && temperature != null) {
            throw new UserError("--greedy takes the likeliest token, so --temperature has no meaning beside it");
        }
        try {
            return new Sampling(greedy ? 0 : temperature == null ? 1 : temperature, topP, topK, tokens, 1, List.of());
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}
