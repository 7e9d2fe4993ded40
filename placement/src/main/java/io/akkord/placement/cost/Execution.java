package io.akkord.placement.cost;

/**
 * How a step is run under a layout, beside the layout.
 *
 * @param microBatchRows sequences of one pass through a copy; where responses are written, those written together
 * @param virtualStages chunks of blocks a stage holds (Narayanan et al. 2021, section 2.2); 1 without interleaving
 * @param recompute what training forgets
 * @param shardedOptimizer whether copies share the optimiser's states out among them (ZeRO stage 1)
 * @param sequenceParallel whether what lies between the cut matrices is cut by tokens (Korthikanti et al. 2022, section
 *     4.2.2)
 * @param fusedAttention whether scores stay on the chip (Dao et al. 2022); if not they are written and read as matrices
 */
public record Execution(
        int microBatchRows,
        int virtualStages,
        Recompute recompute,
        boolean shardedOptimizer,
        boolean sequenceParallel,
        boolean fusedAttention) {

    public Execution {
        if (microBatchRows < 1 || virtualStages < 1) {
            throw new IllegalArgumentException("micro-batch rows and virtual stages count from one, were "
                    + microBatchRows + " and " + virtualStages);
        }
    }

    /** As today's frameworks run: sharded optimiser, sequence parallel, fused attention, one chunk a stage. */
    public static Execution of(int microBatchRows, Recompute recompute) {
        return new Execution(microBatchRows, 1, recompute, true, true, true);
    }
}
