package io.akkord.algorithms.workflow;

import io.akkord.algorithms.objective.Output;
import java.util.Locale;

/** Which network; "policy" always means a language-model policy. */
public enum Role {
    POLICY(Output.LOGPROBS),
    REFERENCE(Output.LOGPROBS),
    CRITIC(Output.VALUES),
    REWARD(Output.SCORES),
    JUDGE(Output.LOGPROBS);

    private final Output usual;

    Role(Output usual) {
        this.usual = usual;
    }

    /** Whether the network ends in a scalar head instead of a vocabulary. */
    public boolean isScalar() {
        return usual != Output.LOGPROBS;
    }

    /** What the network is mostly asked for. */
    public Output usualOutput() {
        return usual;
    }

    /** The role as configs, messages and people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
