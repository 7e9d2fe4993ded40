package io.akkord.algorithms.experience;

/** Why a response ended. */
public enum Ending {
    /** The policy sampled an end-of-sequence token, which is the response's last. */
    EOS,
    /** The response reached its length limit. */
    LENGTH,
    /** A stop string appeared. */
    STOP
}
