package io.akkord.policies.generate;

/** The part of the randomness' key that all requests of a generation share. */
public record RunKey(long seed, long iteration) {}
