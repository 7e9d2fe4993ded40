package io.akkord.algorithms.objective;

import java.util.Locale;

/** What a network yields for a sequence. */
public enum Output {
    /** Log-prob of each response token, nats, {@code [sequences][response tokens]}. */
    LOGPROBS,
    /** Value of the state before each response token, {@code [sequences][response tokens]}. */
    VALUES,
    /** One number read at the sequence's last token, {@code [sequences]}; as a grid, {@code [sequences][1]}. */
    SCORES;

    /** The output as step names write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
