package io.akkord.placement.cost;

/**
 * What the code that runs a network knows to do, the same for all its layouts.
 *
 * @param shardedOptimizer whether copies share the optimiser's states out among them (ZeRO stage 1)
 * @param sequenceParallel whether what lies between the cut matrices is cut by tokens (Korthikanti et al. 2022, section
 *     4.2.2)
 * @param fusedAttention whether scores stay on the chip (Dao et al. 2022); if not they are written and read as matrices
 * @param overlappedReduction whether gradients travel while the last micro-batch goes back and weights while the first one
 *     goes forward, so that only what is left of them is waited for
 */
public record Software(
        boolean shardedOptimizer, boolean sequenceParallel, boolean fusedAttention, boolean overlappedReduction) {

    /** As today's frameworks do. */
    public static final Software CURRENT = new Software(true, true, true, true);

    /** As Megatron-LM did in 2021 (Narayanan et al. 2021). */
    public static final Software PLAIN = new Software(false, false, false, false);
}
