package io.akkord.policies.train;

import io.akkord.placement.cost.Recompute;

/**
 * How a cut network learns, beside the cut; a whole network on one device does without.
 *
 * @param recompute what the way forward forgets: NONE keeps the tapes of all half blocks, FULL only their inputs; SELECTIVE
 *     is NONE, since fused attention keeps no scores that could be forgotten
 * @param shardedOptimizer whether copies share the moments out among them (ZeRO stage 1, Rajbhandari et al. 2020)
 * @param bucketBytes about how many bytes of gradients are reduced together; a tensor is not split
 */
public record LearnerSettings(Recompute recompute, boolean shardedOptimizer, long bucketBytes) {

    /** All tapes kept, all moments everywhere, buckets of 4 MiB. */
    public static final LearnerSettings DEFAULT = new LearnerSettings(Recompute.NONE, false, 4 << 20);

    public LearnerSettings {
        if (bucketBytes < 1) {
            throw new IllegalArgumentException("a bucket holds at least a byte, was " + bucketBytes);
        }
    }
}
