package io.akkord.algorithms.workflow;

import java.util.Locale;

/** Which network; "policy" always means a language-model policy. */
public enum Role {
    POLICY(false),
    REFERENCE(false),
    CRITIC(true),
    REWARD(true),
    JUDGE(false);

    private final boolean scalar;

    Role(boolean scalar) {
        this.scalar = scalar;
    }

    /** Whether the network ends in a scalar head instead of a vocabulary. */
    public boolean isScalar() {
        return scalar;
    }

    /** The role as configs, messages and people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
